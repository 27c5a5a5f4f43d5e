askForToken().then(async () => {
  await report('hangs');
  for (;;);
});
