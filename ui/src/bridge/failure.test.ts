import { describe, expect, it } from 'vitest';
import { asAppError } from './failure';

describe('a rejection', () => {
  it('keeps_what_rust_said', () => {
    const error = { code: 'rate_limited', retryable: true, retry_after_ms: 500, detail: 'HTTP 429' };
    expect(asAppError(error)).toEqual(error);
  });

  it.each([
    ['a text', 'command not allowed', 'command not allowed'],
    ['an error', new Error('broken'), 'broken'],
    ['nothing', undefined, null],
    ['an unknown code', { code: 'toString' }, null],
    ['a bare object', {}, null],
  ])('of_%s_becomes_an_internal_error', (_, reason, detail) => {
    expect(asAppError(reason)).toEqual({ code: 'internal', retryable: false, retry_after_ms: null, detail });
  });

  it('with_missing_parts_gets_plain_ones', () => {
    expect(asAppError({ code: 'timed_out' })).toEqual({
      code: 'timed_out',
      retryable: false,
      retry_after_ms: null,
      detail: null,
    });
  });
});
