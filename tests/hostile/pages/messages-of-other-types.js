const REQUEST = 'RETURNINGAI_WIDGET_REQUEST_TOKEN';

function* messages() {
  for (const type of [
    [REQUEST],
    new String(REQUEST),
    { type: REQUEST },
    new Map([['type', REQUEST]]),
    new Set([REQUEST]),
    new Error(REQUEST),
    new Date(0),
    Object(1n),
    7,
    -0,
    NaN,
    7n,
    true,
    null,
    undefined,
    '',
    `Symbol(${REQUEST})`,
    ` ${REQUEST}`,
    `${REQUEST}\0`,
    REQUEST.toLowerCase(),
    REQUEST.replace('I', '\u0130'),
  ]) {
    yield [{ type }];
    yield [{ Type: type, TYPE: type }];
    if (typeof type !== 'object' || type === null || !('type' in type)) yield [type];
  }
}
