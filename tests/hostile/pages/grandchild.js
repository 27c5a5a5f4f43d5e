// Repeats the calls in a frame of its own making, `__KIND__`: a srcdoc, a data: or a blob: page.
(async () => {
  const key = await invokeKey();
  const script = `
    ${nativeCall}
    ${callNatively}
    ${callByFetch}
    const keys = ${JSON.stringify(key ? [...GUESSES, key] : GUESSES)};
    for (const key of keys) {
      callNatively(...${JSON.stringify(VISIBLE)}, key);
      callByFetch(...${JSON.stringify(VISIBLE)}, key).catch(() => undefined);
    }
    parent.postMessage({ objects: [window.__TAURI__, window.__TAURI_INTERNALS__, window.ipc].some(Boolean) }, '*');
  `;
  const page = `<!doctype html><script>${script}</scr` + 'ipt>';
  const heard = new Promise((resolve) => {
    addEventListener('message', ({ data }) => typeof data?.objects === 'boolean' && resolve(data.objects));
    setTimeout(resolve, 2000, 'never ran');
  });
  const frame = document.createElement('iframe');
  if ('__KIND__' === 'srcdoc') frame.srcdoc = page;
  if ('__KIND__' === 'data') frame.src = `data:text/html,${encodeURIComponent(page)}`;
  if ('__KIND__' === 'blob') frame.src = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
  document.body.append(frame);
  await report('objects', await heard);
  await tried();
})();
