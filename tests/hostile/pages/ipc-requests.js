// Requests to the command scheme: with guessed keys and a forged origin, and with the key where it is handed out.
(async () => {
  const key = await invokeKey();
  const ignored = () => undefined;
  const header = { 'Tauri-Invoke-Key': GUESSES[0], 'Tauri-Callback': '0', 'Tauri-Error': '0' };
  for (const guess of key ? [...GUESSES, key] : GUESSES) {
    // Not waited for: a refused one is never answered.
    callByFetch(...VISIBLE, guess).catch(ignored);
    callByFetch(...VISIBLE, guess, { Origin: 'tauri://localhost' }).catch(ignored);
    const request = new XMLHttpRequest();
    request.open('POST', `ipc://localhost/${VISIBLE[0]}`);
    for (const [name, value] of Object.entries({ ...header, 'Tauri-Invoke-Key': guess })) {
      request.setRequestHeader(name, value);
    }
    request.setRequestHeader('Content-Type', 'application/json');
    request.send(JSON.stringify(VISIBLE[1]));
  }
  fetch(`ipc://localhost/${VISIBLE[0]}`, { method: 'POST', body: JSON.stringify(VISIBLE[1]) }).catch(ignored);
  fetch(`ipc://localhost/${VISIBLE[0]}`, { method: 'POST', mode: 'no-cors', body: JSON.stringify(VISIBLE[1]) }).catch(
    ignored,
  );
  fetch(`http://ipc.localhost/${VISIBLE[0]}`, { method: 'POST', headers: header, body: '{}' }).catch(ignored);
  await tried();
})();
