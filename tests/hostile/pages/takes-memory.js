// Takes and fills 1.25 GB. A tester's machine is to survive 4 GB, too.
const taken = [];
askForToken().then(async () => {
  for (let part = 1; part <= 20; part += 1) taken.push(new Uint8Array(64 * 2 ** 20).fill(part));
  await report('taken', taken.reduce((sum, { length }) => sum + length, 0));
  report('proper', (await askForToken())?.token ? 'answered' : 'nothing');
});
