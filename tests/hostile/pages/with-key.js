// Makes the calls `__CALLS__` with the key, one after the other, by every way there is; tells all that it reads.
(async () => {
  const key = await invokeKey();
  await report('key', key);
  addEventListener('message', ({ data }) => report('read', JSON.stringify(data).slice(0, 4000)));
  const read = async (response) => report('read', `${response.status} ${(await response.text()).slice(0, 4000)}`);
  for (const [command, payload] of __CALLS__) {
    if (command === 'until') {
      // The test says when to go on.
      while (!(await fetch(payload).then(({ ok }) => ok)));
      continue;
    }
    if (command === 'tell') {
      await report(payload);
      continue;
    }
    callNatively(command, payload, key);
    const request = callByFetch(command, payload, key).then(read, () => undefined);
    // One that is refused for its key is never answered.
    await Promise.race([request, new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  await tried();
})();
