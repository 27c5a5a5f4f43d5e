askForToken().then(() => {
  const crowd = document.createElement('div');
  for (let count = 0; count < 1_000_000; count += 1) crowd.append(document.createElement('i'));
  document.body.append(crowd);
  report('nodes', crowd.childElementCount);
  // They are laid out next, which takes longer than any person waits.
});
