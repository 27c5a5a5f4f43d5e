// Posts to the native handler what no script of the app's would: texts that are no calls, and calls with odd parts.
(async () => {
  const key = await invokeKey();
  const call = (changes) => JSON.stringify({ ...JSON.parse(nativeCall(...VISIBLE, key ?? 'guess')), ...changes });
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const malformed = [
    '',
    'null',
    '[]',
    '{}',
    '{"cmd":"open_setup"}',
    '"\u2028\u0000\'`\u003c/script>${alert(1)}',
    deep,
    'x'.repeat(10_000_000),
    call({ cmd: 'x\r\n\u001b[31m' }),
    call({ cmd: '' }),
    call({ cmd: 'plugin:' }),
    call({ cmd: 'plugin:|' }),
    call({ cmd: 'plugin:event|listen|x' }),
    call({ cmd: 'x'.repeat(1_000_000) }),
    call({ callback: -1 }),
    call({ callback: 1e300 }),
    call({ callback: 'alert(1)' }),
    call({ payload: deep }),
    call({ payload: null }),
    call({ payload: { page: deep } }),
    call({ payload: { page: { page: 'community', community: { toString: 1 } } } }),
    call({ cmd: 'watch_view', payload: { channel: '__CHANNEL__:4294967296' } }),
    call({ cmd: 'watch_view', payload: { channel: '__CHANNEL__:' } }),
    call({ cmd: 'open_frame', payload: { widget: '\u0000'.repeat(1000) } }),
    call({ cmd: 'frame_event', payload: { nonce: '', event: '__proto__' } }),
    call({ options: { headers: { 'a\r\nb': 'c\r\nd' } } }),
    call({ options: { headers: { Origin: 'https://x.example' }, customProtocolIpcBlocked: true } }),
    call({ options: [] }),
    undefined,
    null,
    0,
    NaN,
    Symbol.iterator.description,
    { toString: () => 'x' },
    new Uint8Array(1000),
  ];
  const handler = window.webkit?.messageHandlers?.ipc;
  for (const message of malformed) {
    try {
      handler?.postMessage(message);
    } catch {
      // The engine itself turned it away.
    }
  }
  await report('handler', handler ? 'present' : 'absent');
  await report('tried');
  for (let tries = 0; tries < 5; tries += 1) if (await askForToken()) return report('alive');
  report('dead');
})();
