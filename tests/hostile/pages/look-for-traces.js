// Looks for what another account's page left, wherever a page can read.
const MARK = 'h54-trace';

const traces = {
  cookie: () => document.cookie.includes(MARK),
  localStorage: () => localStorage.getItem(MARK) !== null,
  sessionStorage: () => sessionStorage.getItem(MARK) !== null,
  indexedDB: () =>
    new Promise((resolve) => {
      const opening = indexedDB.open(MARK);
      let found = true;
      opening.onupgradeneeded = () => (found = false);
      opening.onsuccess = () => resolve(found);
    }),
  caches: () => caches.has(MARK),
  worker: async () => (await navigator.serviceWorker.getRegistrations()).length > 0,
  windowName: () => window.name === MARK,
};

(async () => {
  const found = [];
  for (const [name, look] of Object.entries(traces)) {
    if ((await outcome(look)) === 'ok: true') found.push(name);
  }
  // The web engine writes into its disk cache late, and finds only what is written.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  // Whether one of these is answered from the cache is for the service to see.
  for (let at = 0; at < 50; at += 1) await fetch(`/cacheable?${at}`, { cache: 'force-cache' });
  report('found', found.join(' '));
  askForToken();
})();
