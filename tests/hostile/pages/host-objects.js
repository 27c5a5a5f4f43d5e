// Looks for what the app's own page has, in the frame and as the top page.
const place = top === self ? 'top' : 'frame';
const found = {
  tauri: window.__TAURI__,
  internals: window.__TAURI_INTERNALS__?.invoke,
  ipc: window.ipc?.postMessage,
  chrome: window.chrome?.webview?.postMessage,
};
for (const [name, value] of Object.entries(found))
  report(`${place}-${name}`, value === undefined ? 'absent' : 'present');

if (place === 'frame') {
  onClick(() => {
    try {
      top.location = location.href;
    } catch {
      // What matters is what becomes of it.
    }
    tried();
  });
}
