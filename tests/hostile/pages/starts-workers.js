askForToken().then(async () => {
  const script = URL.createObjectURL(new Blob(['postMessage(0); onmessage = () => undefined']));
  let running = 0;
  await new Promise((resolve) => {
    for (let count = 0; count < 1000; count += 1) {
      new Worker(script).onmessage = () => {
        running += 1;
        if (running === 1000) resolve();
      };
    }
    setTimeout(resolve, 10_000);
  });
  await report('running', running);
  report('proper', (await askForToken())?.token ? 'answered' : 'nothing');
});
