import { classify, TOKEN } from './message';
import type { RelayPorts, WidgetFrame } from './types';

export interface Relay {
  /** To be told of every message of the page, whoever sent it. */
  readonly onMessage: (event: MessageEvent) => void;
  /** To be told of every load of the frame. */
  readonly onLoad: () => void;
  /** After this nothing is answered or reported, not even what was already asked for. */
  readonly close: () => void;
}

/**
 * Hands tokens to the one window that shows `frame`, and to nobody else.
 *
 * A token lives in one local variable of `answer` and is gone when that returns: this module remembers who asked,
 * never what was answered.
 */
export function createRelay(
  frame: Pick<WidgetFrame, 'origin' | 'widgetId' | 'public'>,
  ports: RelayPorts,
  currentWindow: () => Window | null,
): Relay {
  let closed = false;
  /** The window that waits for a token; null while none is being fetched. */
  let asker: Window | null = null;
  let loads = 0;
  let readyReported = false;
  let errorReported = false;

  /** The frame's window if the message is the frame's own, else null. */
  function senderOf(event: MessageEvent): Window | null {
    const window = currentWindow();
    // The origin alone is not enough: a frame nested in the widget can have the same one. Neither is the window alone:
    // it stays the same when the frame goes to another site. A missing source must not equal a missing window.
    if (closed || window === null || event.source !== window || event.origin !== frame.origin) return null;
    return window;
  }

  async function answer(): Promise<void> {
    ports.report('token_asked');
    let token: string;
    try {
      token = await ports.requestToken();
    } catch {
      // Why it was refused is known, and shown, where it was refused; the frame is not told.
      token = '';
    }
    const waiting = asker;
    asker = null;
    const window = currentWindow();
    if (closed || window === null || window !== waiting) return;
    // An empty token handed over could come back as a request without a token, and so on for ever.
    if (token === '') {
      ports.report('token_refused');
      return;
    }
    // Both dialects in one: some widgets read `value`, some read `token`. Should the frame have gone to another site
    // in the meantime, the browser drops the message, because the target origin no longer fits.
    window.postMessage({ type: TOKEN, value: token, token, widgetId: frame.widgetId }, frame.origin);
    errorReported = false;
    ports.report('token_handed_over');
  }

  function onTokenRequest(sender: Window): void {
    if (frame.public) return;
    const alreadyFetching = asker !== null;
    // Whoever asked last gets the one answer: after a reload of the frame that is the page that is there now.
    asker = sender;
    if (!alreadyFetching) void answer();
  }

  return {
    onMessage: (event) => {
      const sender = senderOf(event);
      // Only after this check are the data looked at: a stranger's flood is not even unpacked.
      if (sender === null) return;
      switch (classify(event.data)) {
        case 'token_request':
          onTokenRequest(sender);
          break;
        case 'ready':
          if (readyReported) break;
          readyReported = true;
          ports.report('ready');
          break;
        case 'error':
          // Once a load and once more after each token: a widget that still fails with a fresh token is news.
          if (errorReported) break;
          errorReported = true;
          ports.report('error');
          break;
        case 'other':
          break;
      }
    },
    onLoad: () => {
      if (closed) return;
      loads += 1;
      // What came before the first load event came from the page that now finished loading: it is not forgotten.
      if (loads > 1) {
        readyReported = false;
        errorReported = false;
      }
      ports.report('loaded');
    },
    close: () => {
      closed = true;
    },
  };
}
