import { describe, expect, it } from 'vitest';

import { classify, TOKEN, TOKEN_REQUEST } from './message';

function nested(depth: number): unknown {
  let inner: unknown = TOKEN_REQUEST;
  for (let level = 0; level < depth; level += 1) inner = { type: inner };
  return inner;
}

function cyclic(): unknown {
  const message: Record<string, unknown> = {};
  message['type'] = message;
  message['self'] = [message];
  return message;
}

describe('a token request', () => {
  it.each([
    ['an object', { type: TOKEN_REQUEST }],
    ['a bare string', TOKEN_REQUEST],
    ['an object with more fields', { type: TOKEN_REQUEST, widgetId: 'w', value: 'x' }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { type: TOKEN_REQUEST })],
    ['a cyclic object', Object.assign(cyclic() as object, { type: TOKEN_REQUEST })],
  ])('is understood as %s', (_, data) => {
    expect(classify(data)).toBe('token_request');
  });

  it.each([
    ['an object', { type: TOKEN }],
    ['a bare string', TOKEN],
    ['an object whose value is null', { type: TOKEN, value: null }],
    ['an object whose token is undefined', { type: TOKEN, token: undefined }],
    ['an object whose token is empty', { type: TOKEN, token: '', value: '' }],
  ])('is understood in the older dialect as %s', (_, data) => {
    expect(classify(data)).toBe('token_request');
  });
});

describe('an echo of an answer', () => {
  it.each([
    ['a value', { type: TOKEN, value: 't' }],
    ['a token', { type: TOKEN, token: 't' }],
    ['both', { type: TOKEN, value: 't', token: 't', widgetId: 'w' }],
    ['a token of an odd type', { type: TOKEN, token: 0 }],
    ['a token that is an object', { type: TOKEN, value: {} }],
  ])('with %s is never taken for a request', (_, data) => {
    expect(classify(data)).toBe('other');
  });
});

describe('a lifecycle message', () => {
  it.each(['WIDGET_READY', 'RETURNINGAI_READY', 'RETURNINGAI_WIDGET_READY'])('%s says ready, bare or not', (type) => {
    expect(classify({ type, containerId: 'c', widgetId: 'w' })).toBe('ready');
    expect(classify(type)).toBe('ready');
  });

  it.each(['WIDGET_ERROR', 'RETURNINGAI_ERROR', 'RETURNINGAI_WIDGET_ERROR'])('%s says error, bare or not', (type) => {
    expect(classify({ type, containerId: 'c', widgetId: 'w' })).toBe('error');
    expect(classify(type)).toBe('error');
  });

  it.each([1, '480', NaN, -1, 1e9])('about a height of %s is ignored', (height) => {
    expect(classify({ type: 'WIDGET_HEIGHT_UPDATE', payload: { height } })).toBe('other');
  });
});

describe('anything else', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['NaN', NaN],
    ['a boolean', true],
    ['a big integer', 7n],
    ['an empty string', ''],
    ['a type in lower case', TOKEN_REQUEST.toLowerCase()],
    ['a type with a space after it', `${TOKEN_REQUEST} `],
    ['JSON text', JSON.stringify({ type: TOKEN_REQUEST })],
    ['an empty object', {}],
    ['an array', [TOKEN_REQUEST]],
    ['an array with a type', Object.assign([], { type: TOKEN_REQUEST })],
    ['an inherited type', Object.create({ type: TOKEN_REQUEST })],
    ['a type behind a __proto__ key', JSON.parse(`{"__proto__":{"type":"${TOKEN_REQUEST}"}}`)],
    ['a constructor key', JSON.parse('{"constructor":{"prototype":{"type":"x"}}}')],
    ['a type named like an inherited property', { type: 'constructor' }],
    ['a type named __proto__', { type: '__proto__' }],
    ['a type that is a number', { type: 1 }],
    ['a type that is an array', { type: [TOKEN_REQUEST] }],
    ['a boxed string as type', { type: Object(TOKEN_REQUEST) as unknown }],
    ['a type that looks like text', { type: { toString: () => TOKEN_REQUEST } }],
    ['a cyclic object', cyclic()],
    ['a very deep object', nested(10_000)],
    ['a map', new Map([['type', TOKEN_REQUEST]])],
    ['bytes', new Uint8Array(1_000_000)],
    ['a date', new Date(NaN)],
    ['ten million characters', 'x'.repeat(10_000_000)],
    ['a type of ten million characters', { type: 'x'.repeat(10_000_000) }],
  ])('says nothing: %s', (_, data) => {
    expect(classify(data)).toBe('other');
  });

  it('does not run code that a property hides', () => {
    const trap = {
      get type(): string {
        throw new Error('ran');
      },
    };
    expect(classify(trap)).toBe('other');
  });
});
