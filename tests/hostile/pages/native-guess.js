// Posts to the native handler: with guesses, and with the key where it is handed out.
(async () => {
  const key = await invokeKey();
  let handler = false;
  for (const guess of [...GUESSES, ...__MORE_KEYS__]) handler = callNatively(...VISIBLE, guess);
  if (key) callNatively(...VISIBLE, key);
  await report('key', key);
  await report('handler', handler ? 'present' : 'absent');
  await tried();
})();
