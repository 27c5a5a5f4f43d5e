import type { AppError, FrameVerdict, FramingRefusal, SessionView } from '../bridge/model';
import { isCalm, takesPlace } from './verdict';

/** What the widget area shows over, or above, the frame. */
export type WidgetState =
  | { readonly state: 'signed_out' }
  /** Nothing of it can be shown until this machine has a network. */
  | { readonly state: 'offline' }
  | { readonly state: 'loading'; readonly signingIn: boolean; readonly slow: boolean; readonly waking?: boolean }
  | { readonly state: 'waiting'; readonly error: AppError; readonly retryInMs: number; readonly covers: boolean }
  | {
      readonly state: 'failed';
      readonly error: AppError;
      readonly covers: boolean;
      readonly refusal: FramingRefusal | null;
    }
  | { readonly state: 'silent'; readonly error: AppError; readonly loaded: boolean }
  | { readonly state: 'shown' };

export interface FrameFacts {
  readonly shown: boolean;
  readonly loaded: boolean;
  readonly slow: boolean;
  /** It takes the place of a page that was put to sleep. */
  readonly waking?: boolean;
  readonly verdict: FrameVerdict | null;
  readonly error: AppError | null;
}

/** What holds up more than one widget. */
interface Around {
  /** This machine has no network. */
  readonly offline?: boolean;
  /** The keychain asks the person, which takes longer than most pages wait. */
  readonly unlocking?: boolean;
}

/** A frame that was shown once is never covered again: it may hold what somebody typed. */
export function widgetState(session: SessionView, frame: FrameFacts | undefined, around: Around = {}): WidgetState {
  if (session.state === 'signed_out') return { state: 'signed_out' };
  const { offline = false, unlocking = false } = around;
  const covers = !(frame?.shown ?? false);
  // Said once, above all widgets; what fails for want of a network needs no words of its own.
  if (offline && (covers || isOfTheSession(session))) return { state: covers ? 'offline' : 'shown' };
  if (session.state === 'waiting') {
    return { state: 'waiting', error: session.error, retryInMs: session.retry_in_ms, covers };
  }
  if (session.state === 'failed') return { state: 'failed', error: session.error, covers, refusal: null };
  if (covers && unlocking && session.state === 'signing_in') return { state: 'loading', signingIn: true, slow: false };
  if (frame?.error) {
    // A widget that reports a problem says more about it on its own page.
    const silent = frame.error.code !== 'widget_error';
    return { state: 'failed', error: frame.error, covers: covers && silent, refusal: null };
  }
  const judged = frame ? judgedState(frame) : null;
  if (judged) return judged;
  if (frame?.shown) return { state: 'shown' };
  const signingIn = session.state === 'signing_in';
  const loading = { state: 'loading', signingIn, slow: (frame?.slow ?? false) && !signingIn } as const;
  return frame?.waking ? { ...loading, waking: true } : loading;
}

/** Only of a widget that has not spoken, so what a panel covers is no widget at work. */
function judgedState({ shown, loaded, verdict }: FrameFacts): WidgetState | null {
  if (!verdict?.error) return null;
  const { error, refusal } = verdict;
  if (!isCalm(verdict)) return { state: 'failed', error, covers: takesPlace(verdict, shown), refusal };
  // A public widget is shown as soon as it has loaded, and need not speak.
  return shown ? null : { state: 'silent', error, loaded };
}

function isOfTheSession({ state }: SessionView): boolean {
  return state === 'waiting' || state === 'failed';
}
