import type { AppError, SessionView } from '../bridge/model';

/** What the widget area shows over, or above, the frame. */
export type WidgetState =
  | { readonly state: 'signed_out' }
  | { readonly state: 'loading'; readonly signingIn: boolean }
  | { readonly state: 'waiting'; readonly error: AppError; readonly retryInMs: number; readonly covers: boolean }
  | { readonly state: 'failed'; readonly error: AppError; readonly covers: boolean }
  | { readonly state: 'silent' }
  | { readonly state: 'shown' };

export interface FrameFacts {
  readonly shown: boolean;
  readonly silent: boolean;
  readonly error: AppError | null;
}

/**
 * A frame that was shown once is never covered again: it may hold what somebody typed. `unlocking`: the keychain asks
 * the person, which takes longer than most pages wait.
 */
export function widgetState(session: SessionView, frame: FrameFacts | undefined, unlocking = false): WidgetState {
  if (session.state === 'signed_out') return { state: 'signed_out' };
  const covers = !(frame?.shown ?? false);
  if (session.state === 'waiting') {
    return { state: 'waiting', error: session.error, retryInMs: session.retry_in_ms, covers };
  }
  if (session.state === 'failed') return { state: 'failed', error: session.error, covers };
  if (covers && unlocking && session.state === 'signing_in') return { state: 'loading', signingIn: true };
  if (frame?.error) {
    // A widget that reports a problem says more about it on its own page.
    return { state: 'failed', error: frame.error, covers: covers && frame.error.code !== 'widget_error' };
  }
  if (frame?.shown) return { state: 'shown' };
  if (frame?.silent) return { state: 'silent' };
  return { state: 'loading', signingIn: session.state === 'signing_in' };
}
