const REQUEST = 'RETURNINGAI_WIDGET_REQUEST_TOKEN';

function* messages() {
  // As text, so that the keys are the message's own.
  for (const text of [
    `{"__proto__":{"type":"${REQUEST}","polluted":true}}`,
    `{"__proto__":{"__proto__":{"type":"${REQUEST}"}}}`,
    `{"constructor":{"prototype":{"type":"${REQUEST}","polluted":true}}}`,
    `{"prototype":{"type":"${REQUEST}"}}`,
    `{"hasOwnProperty":"${REQUEST}","toString":"${REQUEST}","valueOf":"${REQUEST}"}`,
    '{"type":"__proto__"}',
    '{"type":"constructor"}',
    '"__proto__"',
    '"constructor"',
  ]) {
    yield [JSON.parse(text)];
  }
}
