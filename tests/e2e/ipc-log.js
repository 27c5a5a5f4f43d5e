// Notes which secrets cross the bridge and with what, for all windows of the app: they share this storage.
const secrets = __SECRETS__;
const note = (what, text) => {
  const found = Object.keys(secrets).filter((name) => text.includes(secrets[name]));
  localStorage.setItem(`ipc ${Date.now()} ${Math.random()}`, [what, ...found].join(' '));
};
if (!window.hasLog) {
  window.hasLog = true;
  const answers = new Set();
  const fetch = window.fetch;
  window.fetch = async (address, options) => {
    const command = decodeURIComponent(new URL(address).pathname.slice(1));
    note(`${command} request`, `${address} ${JSON.stringify([...options.headers])} ${options.body}`);
    answers.add(Number(options.headers.get('Tauri-Callback'))).add(Number(options.headers.get('Tauri-Error')));
    const response = await fetch(address, options);
    note(`${command} answer`, `${JSON.stringify([...response.headers])} ${await response.clone().text()}`);
    return response;
  };
  // Whatever Rust sends ends up in a callback: answers, and what comes over a channel.
  const { callbacks } = window.__TAURI_INTERNALS__;
  const get = callbacks.get.bind(callbacks);
  callbacks.get = (id) => {
    const callback = get(id);
    return (data) => {
      if (!answers.has(id)) note('channel', JSON.stringify(data));
      callback?.(data);
    };
  };
}
return 0;
