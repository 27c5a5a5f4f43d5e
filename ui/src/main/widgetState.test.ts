import { describe, expect, it } from 'vitest';
import { failure } from '../bridge/scripted/data';
import { widgetState } from './widgetState';

const fresh = { shown: false, silent: false, error: null };
const shown = { ...fresh, shown: true };
const error = failure('service_down');

describe('the state of a widget', () => {
  it('signed_out_wins_over_whatever_the_frame_did', () => {
    expect(widgetState({ state: 'signed_out' }, shown)).toEqual({ state: 'signed_out' });
  });

  it('loading_tells_signing_in_from_opening', () => {
    expect(widgetState({ state: 'signing_in' }, fresh)).toEqual({ state: 'loading', signingIn: true });
    expect(widgetState({ state: 'signed_in' }, fresh)).toEqual({ state: 'loading', signingIn: false });
    expect(widgetState({ state: 'idle' }, undefined)).toEqual({ state: 'loading', signingIn: false });
  });

  it('a_widget_that_was_shown_is_never_covered', () => {
    expect(widgetState({ state: 'signing_in' }, shown)).toEqual({ state: 'shown' });
    expect(widgetState({ state: 'failed', error }, shown)).toEqual({ state: 'failed', error, covers: false });
    expect(widgetState({ state: 'waiting', error, retry_in_ms: 9 }, shown)).toMatchObject({ covers: false });
  });

  it('a_failed_sign_in_covers_a_widget_that_was_not_shown', () => {
    expect(widgetState({ state: 'failed', error }, fresh)).toEqual({ state: 'failed', error, covers: true });
    expect(widgetState({ state: 'waiting', error, retry_in_ms: 9 }, fresh)).toEqual({
      state: 'waiting',
      error,
      retryInMs: 9,
      covers: true,
    });
  });

  it('a_frame_that_failed_says_so', () => {
    expect(widgetState({ state: 'idle' }, { ...fresh, error })).toEqual({ state: 'failed', error, covers: true });
  });

  it('a_widget_that_reports_a_problem_stays_in_view', () => {
    const own = failure('widget_error');
    expect(widgetState({ state: 'signed_in' }, { ...fresh, error: own })).toMatchObject({ covers: false });
  });

  it('while_the_keychain_asks_a_page_that_gave_up_waiting_stays_covered', () => {
    const gaveUp = { ...fresh, error: failure('widget_error') };
    expect(widgetState({ state: 'signing_in' }, gaveUp, true)).toEqual({ state: 'loading', signingIn: true });
    expect(widgetState({ state: 'signing_in' }, { ...gaveUp, shown: true }, true)).toMatchObject({ covers: false });
    expect(widgetState({ state: 'signed_in' }, gaveUp, true)).toMatchObject({ state: 'failed' });
  });

  it('a_silent_page_stays_in_view', () => {
    expect(widgetState({ state: 'idle' }, { ...fresh, silent: true })).toEqual({ state: 'silent' });
  });
});
