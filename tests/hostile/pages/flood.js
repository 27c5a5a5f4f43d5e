// Guesses keys as fast as it can, `__POSTS__` times by the native handler and `__REQUESTS__` times by requests, and then
// asks for a token.
(async () => {
  const key = await invokeKey();
  await report('key', key);
  await report('begins');
  for (let tries = 0; tries < __POSTS__; tries += 1) if (!callNatively(...VISIBLE, `guess-${tries}`)) break;
  for (let tries = 0; tries < __REQUESTS__; tries += 1) {
    callByFetch(...VISIBLE, `guess-${tries}`).catch(() => undefined);
  }
  await report('posted');
  const patience = setTimeout(report, 4000, 'held-up');
  while (!(await askForToken()));
  clearTimeout(patience);
  await report('answered');
})();
