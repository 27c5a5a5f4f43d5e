// Tells all that the page can learn from addresses: its own, the one it came from, those around it.
(async () => {
  const answer = await askForToken();
  report('token', answer ? 'got it' : 'none');
  const resources = performance.getEntries().map(({ name }) => name);
  report('referrer', document.referrer);
  report('addresses', [location.href, document.referrer, history.length, window.name, ...resources].join(' '));
  // What the engine says of the page around this one when something goes wrong with a policy.
  addEventListener('securitypolicyviolation', (event) => report('violation', `${event.referrer} ${event.documentURI}`));
  report('done');
})();
