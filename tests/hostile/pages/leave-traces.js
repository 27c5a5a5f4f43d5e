// Leaves a mark everywhere that a page can write to, again and again until it is gone.
const MARK = 'h54-trace';

function openDatabase() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(MARK, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(MARK);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

function put(database) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(MARK, 'readwrite');
    transaction.objectStore(MARK).put(Date.now(), MARK);
    transaction.oncomplete = resolve;
    transaction.onerror = () => reject(transaction.error);
  });
}

let response = 0;

const traces = {
  cookie: () => void (document.cookie = `${MARK}=1; path=/; max-age=9999`),
  setCookie: () => fetch('/set-cookie', { credentials: 'include' }),
  localStorage: () => localStorage.setItem(MARK, Date.now()),
  sessionStorage: () => sessionStorage.setItem(MARK, Date.now()),
  indexedDB: async () => put(await openDatabase()),
  caches: async () => (await caches.open(MARK)).put('/trace', new Response(MARK)),
  httpCache: () => fetch(`/cacheable?${(response += 1) % 50}`, { cache: 'reload' }),
  worker: () => navigator.serviceWorker.register('/worker.js'),
  windowName: () => void (window.name = MARK),
};

(async () => {
  await askForToken();
  const outcomes = {};
  for (const [name, leave] of Object.entries(traces)) outcomes[name] = await outcome(leave);
  for (let more = 1; more < 50; more += 1) await traces.httpCache();
  report('wrote', JSON.stringify(outcomes));
  // Whoever clears while this page is still there clears too early.
  for (const name of ['setCookie', 'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'httpCache']) {
    setInterval(() => outcome(traces[name]), 5);
  }
})();
