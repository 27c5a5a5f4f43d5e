// Opens frames for the widgets `__WIDGETS__` with the key, and has their pages judged again and again, many at a time;
// tells what it reads.
(async () => {
  const key = await invokeKey();
  await report('key', key);
  const call = async (command, payload) => (await callByFetch(command, payload, key)).text();
  for (let round = 0; round < 20; round += 1) {
    const widget = __WIDGETS__[round % 2];
    await outcome(async () => {
      const { nonce } = JSON.parse(await call('open_frame', { widget }));
      const verdicts = await Promise.all(Array.from({ length: 20 }, () => call('judge_frame', { nonce })));
      await report('read', [...new Set(verdicts)].join('\n').slice(0, 4000));
    });
  }
  await tried();
})();
