// Runs workers from our pages' origin, where their requests would count as ours.
(async () => {
  const address = `tauri://localhost${'__SCRIPT__'}`;
  const started = (worker) =>
    new Promise((resolve, reject) => {
      worker.onmessage = () => resolve('runs');
      worker.onerror = reject;
    });
  const results = await Promise.all([
    outcome(() => started(new Worker(address))),
    outcome(() => started(new SharedWorker(address))),
    outcome(() => navigator.serviceWorker.register(address, { scope: 'tauri://localhost/' })),
    outcome(() => navigator.serviceWorker.register('/channel-widget/sw.js', { scope: 'tauri://localhost/' })),
    outcome(async () =>
      started(new Worker(URL.createObjectURL(new Blob([`importScripts('${address}'); postMessage(origin)`])))),
    ),
  ]);
  await report('workers', results.join(' | '));
})();
