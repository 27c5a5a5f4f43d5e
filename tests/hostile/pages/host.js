// What the pages that reach for the host share. Comes before their own script.

let keyHeard = null;
addEventListener('message', ({ data }) => {
  if (typeof data?.invokeKey === 'string') keyHeard = data.invokeKey;
});

/** The invoke key where the build hands it out, else null. It goes out before the answer to a token request does. */
async function invokeKey() {
  for (let tries = 0; tries < 5; tries += 1) if (await askForToken()) break;
  return keyHeard;
}

/** A call as the app's own page would send it to the native handler. */
function nativeCall(command, payload, key) {
  return JSON.stringify({
    cmd: command,
    callback: 0,
    error: 0,
    payload,
    options: { headers: {} },
    __TAURI_INVOKE_KEY__: key,
  });
}

/** Tells whether there is such a handler. */
function callNatively(command, payload, key) {
  const handler = window.webkit?.messageHandlers?.ipc;
  handler?.postMessage(nativeCall(command, payload, key));
  return handler !== undefined;
}

/** A call as the app's own page would send it by fetch. */
function callByFetch(command, payload, key, headers = {}) {
  return fetch(`ipc://localhost/${encodeURIComponent(command)}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Tauri-Callback': '0',
      'Tauri-Error': '0',
      'Tauri-Invoke-Key': key,
      ...headers,
    },
    body: JSON.stringify(payload),
  });
}

/** What a forged key may be, without knowing it. */
const GUESSES = [
  '',
  'undefined',
  'null',
  '*',
  '__TAURI_INVOKE_KEY__',
  '__INVOKE_KEY__',
  'a'.repeat(20),
  '0'.repeat(64),
];

/** The call whose effect is seen from outside: it opens the setup window. */
const VISIBLE = ['open_setup', { page: { page: 'start' } }];

/** Reports `tried`, and `waited` once an effect would have been seen. */
async function tried() {
  await report('tried');
  setTimeout(report, 4000, 'waited');
}
