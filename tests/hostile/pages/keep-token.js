// Keeps its token in memory, for whoever looks into that.
(async () => {
  globalThis.kept = await askForToken();
  report('token', globalThis.kept ? 'kept' : 'none');
})();
