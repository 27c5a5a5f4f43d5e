// Asks for what waits for the app's page on its channels, while it has the view sent again and again.
(async () => {
  const key = await invokeKey();
  await report('key', key);
  let goesOn = true;
  const poll = async (id) => {
    while (goesOn) {
      const request = callByFetch('plugin:__TAURI_CHANNEL__|fetch', null, key, { 'Tauri-Channel-Id': String(id) });
      const response = await request.catch(() => null);
      if (response === null) return;
      if (response.headers.get('Tauri-Response') === 'ok')
        await report('read', (await response.text()).slice(0, 20000));
    }
  };
  for (let id = 0; id < 16; id += 1) poll(id);
  for (const widget of __WIDGETS__) {
    callNatively('watch_view', { channel: '__CHANNEL__:1' }, key);
    callNatively('open_frame', { widget }, key);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  goesOn = false;
  await tried();
})();
