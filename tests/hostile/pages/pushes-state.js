askForToken().then(async () => {
  let pushed = 0;
  for (let count = 0; count < 100_000; count += 1) {
    try {
      history.pushState(count, '', `#${count}`);
      pushed += 1;
    } catch {
      // The web engine has had enough; the rest is tried all the same.
    }
  }
  history.go(-50);
  await report('pushed', pushed);
});
