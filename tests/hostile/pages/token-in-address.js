// Does what no page should: puts its token into an address.
(async () => {
  const answer = await askForToken();
  await report('leaked', answer.token);
  report('done');
})();
