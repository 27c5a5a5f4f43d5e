// Calls from a worker: `__KIND__`.
(async () => {
  const key = await invokeKey();
  const job = { kind: '__KIND__', keys: key ? [key] : GUESSES, command: VISIBLE };
  const script = `__HOME__/worker.js?job=${encodeURIComponent(JSON.stringify(job))}`;
  const start = {
    dedicated: () => new Worker(script),
    shared: () => new SharedWorker(script),
    service: () => navigator.serviceWorker.register(script),
  };
  await report('started', await outcome(start['__KIND__']));
  await tried();
})();
