import { describe, expect, it } from 'vitest';
import type { Code } from '../bridge/model';
import { failure, framingRefused, pageFault, silentPage } from '../bridge/scripted/data';
import { widgetState } from './widgetState';

const fresh = { shown: false, loaded: false, slow: false, verdict: null, error: null };
const shown = { ...fresh, shown: true };
const error = failure('service_down');

describe('the state of a widget', () => {
  it('signed_out_wins_over_whatever_the_frame_did', () => {
    expect(widgetState({ state: 'signed_out' }, shown)).toEqual({ state: 'signed_out' });
  });

  it('loading_tells_signing_in_from_opening', () => {
    expect(widgetState({ state: 'signing_in' }, fresh)).toEqual({ state: 'loading', signingIn: true, slow: false });
    expect(widgetState({ state: 'signed_in' }, fresh)).toEqual({ state: 'loading', signingIn: false, slow: false });
    expect(widgetState({ state: 'idle' }, undefined)).toEqual({
      state: 'loading',
      signingIn: false,
      slow: false,
    });
  });

  it('loading_that_takes_long_says_so_but_not_of_a_sign_in', () => {
    expect(widgetState({ state: 'idle' }, { ...fresh, slow: true })).toMatchObject({ slow: true });
    expect(widgetState({ state: 'signing_in' }, { ...fresh, slow: true })).toMatchObject({ slow: false });
  });

  it('a_widget_that_was_shown_is_never_covered', () => {
    expect(widgetState({ state: 'signing_in' }, shown)).toEqual({ state: 'shown' });
    expect(widgetState({ state: 'failed', error }, shown)).toMatchObject({ state: 'failed', error, covers: false });
    expect(widgetState({ state: 'waiting', error, retry_in_ms: 9 }, shown)).toMatchObject({ covers: false });
  });

  it('offline_is_said_once_above_and_leaves_what_was_shown', () => {
    const waiting = { state: 'waiting', error, retry_in_ms: 9 } as const;
    expect(widgetState(waiting, shown, { offline: true })).toEqual({ state: 'shown' });
    expect(widgetState({ state: 'failed', error }, shown, { offline: true })).toEqual({ state: 'shown' });
    expect(widgetState(waiting, fresh, { offline: true })).toEqual({ state: 'offline' });
    expect(widgetState({ state: 'idle' }, undefined, { offline: true })).toEqual({ state: 'offline' });
    expect(widgetState({ state: 'signed_out' }, fresh, { offline: true })).toEqual({ state: 'signed_out' });
    expect(widgetState({ state: 'signed_in' }, { ...shown, error }, { offline: true })).toMatchObject({
      state: 'failed',
    });
  });

  it('a_failed_sign_in_covers_a_widget_that_was_not_shown', () => {
    expect(widgetState({ state: 'failed', error }, fresh)).toMatchObject({ state: 'failed', error, covers: true });
    expect(widgetState({ state: 'waiting', error, retry_in_ms: 9 }, fresh)).toEqual({
      state: 'waiting',
      error,
      retryInMs: 9,
      covers: true,
    });
  });

  it('a_frame_that_failed_says_so', () => {
    expect(widgetState({ state: 'idle' }, { ...fresh, error })).toMatchObject({ state: 'failed', error, covers: true });
  });

  it('a_widget_that_reports_a_problem_stays_in_view', () => {
    const own = failure('widget_error');
    expect(widgetState({ state: 'signed_in' }, { ...fresh, error: own })).toMatchObject({ covers: false });
  });

  it('while_the_keychain_asks_a_page_that_gave_up_waiting_stays_covered', () => {
    const gaveUp = { ...fresh, error: failure('widget_error') };
    expect(widgetState({ state: 'signing_in' }, gaveUp, { unlocking: true })).toEqual({
      state: 'loading',
      signingIn: true,
      slow: false,
    });
    expect(widgetState({ state: 'signing_in' }, { ...gaveUp, shown: true }, { unlocking: true })).toMatchObject({
      covers: false,
    });
    expect(widgetState({ state: 'signed_in' }, gaveUp, { unlocking: true })).toMatchObject({ state: 'failed' });
  });

  it('a_silent_page_stays_in_view', () => {
    const silent = { ...fresh, loaded: true, verdict: silentPage };
    expect(widgetState({ state: 'idle' }, silent)).toEqual({ state: 'silent', error: silentPage.error, loaded: true });
  });

  it.each<Code>(['page_not_found', 'page_refused', 'page_not_html', 'framing_refused', 'redirected', 'service_down'])(
    'a_page_that_answers_with_%s_is_covered',
    (code) => {
      const frame = { ...fresh, loaded: true, verdict: pageFault(code) };
      expect(widgetState({ state: 'idle' }, frame)).toMatchObject({ state: 'failed', error: { code }, covers: true });
    },
  );

  it('a_public_page_that_was_shown_is_covered_only_where_the_engine_shows_nothing_either', () => {
    const covered = (code: Code) => {
      const frame = { ...fresh, loaded: true, shown: true, verdict: pageFault(code) };
      return widgetState({ state: 'not_needed' }, frame);
    };
    for (const code of ['page_not_html', 'framing_refused'] as const) {
      expect(covered(code)).toMatchObject({ state: 'failed', error: { code }, covers: true });
    }
    for (const code of ['page_not_found', 'page_refused', 'redirected', 'service_down'] as const) {
      expect(covered(code)).toMatchObject({ state: 'failed', error: { code }, covers: false });
    }
  });

  it.each<Code>(['unreachable', 'name_not_resolved', 'tls_failed', 'connection_lost', 'rate_limited'])(
    'a_page_that_did_not_answer_for_%s_covers_nothing',
    (code) => {
      const frame = { ...fresh, loaded: true, verdict: pageFault(code) };
      expect(widgetState({ state: 'idle' }, frame)).toMatchObject({ state: 'failed', error: { code }, covers: false });
    },
  );

  it('a_slow_page_is_no_failure', () => {
    const frame = { ...fresh, verdict: pageFault('timed_out') };
    expect(widgetState({ state: 'idle' }, frame)).toMatchObject({ state: 'silent', loaded: false });
  });

  it('a_public_page_that_is_in_order_need_not_speak', () => {
    const frame = { ...shown, loaded: true, verdict: silentPage };
    expect(widgetState({ state: 'not_needed' }, frame)).toEqual({ state: 'shown' });
  });

  it('a_refusal_comes_with_what_support_has_to_know', () => {
    const frame = { ...fresh, loaded: true, verdict: framingRefused };
    expect(widgetState({ state: 'idle' }, frame)).toMatchObject({ refusal: framingRefused.refusal });
  });

  it('a_sign_in_that_failed_goes_before_the_page', () => {
    const frame = { ...fresh, verdict: framingRefused };
    expect(widgetState({ state: 'failed', error }, frame)).toMatchObject({ error, refusal: null });
  });
});
