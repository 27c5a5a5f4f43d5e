// Reads what a page of another origin must not see, of its parent; and, to show that it could, of its own child.
(async () => {
  const reads = {
    document: (window) => window.document.body.textContent,
    location: (window) => window.location.href,
    name: (window) => window.name,
    origin: (window) => window.origin,
    storage: (window) => window.localStorage.length,
    internals: (window) => window.__TAURI_INTERNALS__.metadata,
    agent: (window) => window.navigator.userAgent,
  };
  const readable = (window) =>
    Object.entries(reads)
      .filter(([, read]) => {
        try {
          return read(window) !== undefined;
        } catch {
          return false;
        }
      })
      .map(([name]) => name);
  const child = document.createElement('iframe');
  document.body.append(child);
  await report('of-child', readable(child.contentWindow).join(' '));
  const element = (() => {
    try {
      return frameElement === null ? [] : ['frameElement'];
    } catch {
      return [];
    }
  })();
  await report('of-parent', [...readable(parent), ...readable(top), ...element].join(' '));
})();
