import { describe, expect, it, vi } from 'vitest';

import { TOKEN, TOKEN_REQUEST } from './message';
import { createRelay } from './relay';
import type { FrameEvent } from './types';

const ORIGIN = 'https://widgets.example';

/** A stand-in for a frame's window: all the relay ever does with one is compare it and post to it. */
interface Listener {
  readonly window: Window;
  readonly posted: ReturnType<typeof vi.fn>;
}

function listener(): Listener {
  const posted = vi.fn();
  return { window: { postMessage: posted } as unknown as Window, posted };
}

/** One answer that the test gives when it wants to. */
interface Pending {
  readonly resolve: (token: string) => void;
  readonly reject: (reason: unknown) => void;
}

function setUp(options: { public?: boolean } = {}) {
  const widget = listener();
  let current: Window | null = widget.window;
  const pending: Pending[] = [];
  const reports: FrameEvent[] = [];
  const requestToken = vi.fn(() => new Promise<string>((resolve, reject) => void pending.push({ resolve, reject })));
  const relay = createRelay(
    { origin: ORIGIN, widgetId: 'widget-1', public: options.public ?? false },
    { requestToken, report: (event) => void reports.push(event) },
    () => current,
  );
  return {
    relay,
    widget,
    reports,
    requestToken,
    showInstead: (window: Window | null) => {
      current = window;
    },
    say: (data: unknown, from: { origin?: string; source?: Window | null } = {}) => {
      const { origin = ORIGIN, source = widget.window } = from;
      relay.onMessage({ data, origin, source } as MessageEvent);
    },
    /** Settles the oldest open request and waits until the relay has dealt with it. */
    settle: async (how: (answer: Pending) => void) => {
      const answer = pending.shift();
      if (answer === undefined) throw new Error('No token was asked for.');
      how(answer);
      await flush();
    },
  };
}

async function flush(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
}

function answerWith(token: string) {
  return { type: TOKEN, value: token, token, widgetId: 'widget-1' };
}

describe('a request for a token', () => {
  it.each<[string, unknown]>([
    ['an object', { type: TOKEN_REQUEST }],
    ['a bare string', TOKEN_REQUEST],
    ['the older dialect', { type: TOKEN }],
    ['the older dialect as a bare string', TOKEN],
  ])('as %s is answered in both dialects, to the exact origin', async (_, data) => {
    const { say, settle, widget, reports } = setUp();
    say(data);
    await settle((answer) => answer.resolve('token-a'));
    expect(widget.posted.mock.calls).toEqual([[answerWith('token-a'), ORIGIN]]);
    expect(reports).toEqual(['token_asked', 'token_handed_over']);
  });

  it('waits for a token that comes late', async () => {
    const { say, settle, widget } = setUp();
    say(TOKEN_REQUEST);
    await flush();
    expect(widget.posted).not.toHaveBeenCalled();
    await settle((answer) => answer.resolve('token-a'));
    expect(widget.posted).toHaveBeenCalledOnce();
  });

  it('shares the one answer with requests made while it is pending', async () => {
    const { say, settle, widget, requestToken, reports } = setUp();
    for (let count = 0; count < 1_000; count += 1) say({ type: TOKEN_REQUEST });
    await settle((answer) => answer.resolve('token-a'));
    expect(requestToken).toHaveBeenCalledOnce();
    expect(widget.posted).toHaveBeenCalledOnce();
    expect(reports).toEqual(['token_asked', 'token_handed_over']);
  });

  it('asks anew when it comes after an answer', async () => {
    const { say, settle, widget, requestToken } = setUp();
    say(TOKEN_REQUEST);
    await settle((answer) => answer.resolve('token-a'));
    say(TOKEN_REQUEST);
    await settle((answer) => answer.resolve('token-b'));
    expect(requestToken).toHaveBeenCalledTimes(2);
    expect(widget.posted.mock.calls.map(([message]) => message as unknown)).toEqual([
      answerWith('token-a'),
      answerWith('token-b'),
    ]);
  });

  it('gets the token of its own frame, whatever widget it names', async () => {
    const { say, settle, widget } = setUp();
    say({ type: TOKEN_REQUEST, widgetId: 'widget-2' });
    await settle((answer) => answer.resolve('token-a'));
    expect(widget.posted.mock.calls).toEqual([[answerWith('token-a'), ORIGIN]]);
  });

  it('from a public widget is ignored', async () => {
    const { say, widget, requestToken, reports } = setUp({ public: true });
    say(TOKEN_REQUEST);
    say({ type: TOKEN });
    await flush();
    expect(requestToken).not.toHaveBeenCalled();
    expect(widget.posted).not.toHaveBeenCalled();
    expect(reports).toEqual([]);
  });
});

describe('an echo of an answer', () => {
  it('is not answered again', async () => {
    const { say, settle, widget, requestToken } = setUp();
    say(TOKEN_REQUEST);
    await settle((answer) => answer.resolve('token-a'));
    for (const [message] of widget.posted.mock.calls) say(message);
    await flush();
    expect(requestToken).toHaveBeenCalledOnce();
  });
});

describe('a stranger', () => {
  it.each([
    ['another site', 'https://evil.example'],
    ['the origin as a prefix', 'https://widgets.example.evil.example'],
    ['the origin as a suffix', 'https://evil-widgets.example'],
    ['a subdomain', 'https://a.widgets.example'],
    ['another port', 'https://widgets.example:8443'],
    ['the default port written out', 'https://widgets.example:443'],
    ['another scheme', 'http://widgets.example'],
    ['a trailing dot', 'https://widgets.example.'],
    ['a trailing slash', 'https://widgets.example/'],
    ['upper case', 'https://WIDGETS.example'],
    ['a look-alike letter', 'https://widgetѕ.example'],
    ['its punycode', 'https://xn--widget-2nf.example'],
    ['white space around it', ' https://widgets.example '],
    ['an opaque origin', 'null'],
    ['no origin', ''],
    ['a wildcard', '*'],
  ])('with %s as origin gets nothing', (_, origin) => {
    const { say, requestToken, reports } = setUp();
    say(TOKEN_REQUEST, { origin });
    say('WIDGET_READY', { origin });
    expect(requestToken).not.toHaveBeenCalled();
    expect(reports).toEqual([]);
  });

  it('with the right origin in another window gets nothing', () => {
    const { say, requestToken, reports } = setUp();
    const nested = listener();
    say(TOKEN_REQUEST, { source: nested.window });
    say('WIDGET_ERROR', { source: nested.window });
    expect(requestToken).not.toHaveBeenCalled();
    expect(reports).toEqual([]);
  });

  it('without a window gets nothing, even when the frame has none either', () => {
    const { say, showInstead, requestToken } = setUp();
    say(TOKEN_REQUEST, { source: null });
    showInstead(null);
    say(TOKEN_REQUEST, { source: null });
    expect(requestToken).not.toHaveBeenCalled();
  });

  it('does not get its message unpacked', () => {
    const { relay } = setUp();
    const read = vi.fn();
    relay.onMessage({
      origin: 'https://evil.example',
      source: null,
      get data() {
        return read() as unknown;
      },
    } as unknown as MessageEvent);
    expect(read).not.toHaveBeenCalled();
  });
});

describe('a late token', () => {
  it('is dropped when the frame was closed', async () => {
    const { relay, say, settle, widget, reports } = setUp();
    say(TOKEN_REQUEST);
    relay.close();
    await settle((answer) => answer.resolve('token-a'));
    expect(widget.posted).not.toHaveBeenCalled();
    expect(reports).toEqual(['token_asked']);
  });

  it('is dropped when the frame shows another window', async () => {
    const { say, settle, showInstead, widget, reports } = setUp();
    const next = listener();
    say(TOKEN_REQUEST);
    showInstead(next.window);
    await settle((answer) => answer.resolve('token-a'));
    expect(widget.posted).not.toHaveBeenCalled();
    expect(next.posted).not.toHaveBeenCalled();
    expect(reports).toEqual(['token_asked']);
  });

  it('is dropped when the frame was taken out of the page', async () => {
    const { say, settle, showInstead, widget } = setUp();
    say(TOKEN_REQUEST);
    showInstead(null);
    await settle((answer) => answer.resolve('token-a'));
    expect(widget.posted).not.toHaveBeenCalled();
  });

  it('goes to the window that asked last', async () => {
    const { say, settle, showInstead, widget, requestToken } = setUp();
    const next = listener();
    say(TOKEN_REQUEST);
    showInstead(next.window);
    say(TOKEN_REQUEST, { source: next.window });
    await settle((answer) => answer.resolve('token-a'));
    expect(requestToken).toHaveBeenCalledOnce();
    expect(widget.posted).not.toHaveBeenCalled();
    expect(next.posted.mock.calls).toEqual([[answerWith('token-a'), ORIGIN]]);
  });
});

describe('a refused token', () => {
  it('is reported, nothing is posted, and the widget may ask again', async () => {
    const { say, settle, widget, reports } = setUp();
    say(TOKEN_REQUEST);
    await settle((answer) => answer.reject(new Error('refused')));
    expect(widget.posted).not.toHaveBeenCalled();
    expect(reports).toEqual(['token_asked', 'token_refused']);
    say(TOKEN_REQUEST);
    await settle((answer) => answer.resolve('token-b'));
    expect(widget.posted.mock.calls).toEqual([[answerWith('token-b'), ORIGIN]]);
  });

  it('is what an empty token counts as', async () => {
    const { say, settle, widget, reports } = setUp();
    say(TOKEN_REQUEST);
    await settle((answer) => answer.resolve(''));
    expect(widget.posted).not.toHaveBeenCalled();
    expect(reports).toEqual(['token_asked', 'token_refused']);
  });

  it('is not reported when the frame was closed meanwhile', async () => {
    const { relay, say, settle, reports } = setUp();
    say(TOKEN_REQUEST);
    relay.close();
    await settle((answer) => answer.reject(new Error('refused')));
    expect(reports).toEqual(['token_asked']);
  });

  it('covers a request that fails before it starts', async () => {
    const { say, requestToken, reports } = setUp();
    requestToken.mockImplementationOnce(() => {
      throw new Error('no bridge');
    });
    say(TOKEN_REQUEST);
    await flush();
    expect(reports).toEqual(['token_asked', 'token_refused']);
  });
});

describe('lifecycle messages', () => {
  it('report ready and error once a load, however often they come', () => {
    const { say, reports } = setUp();
    for (let count = 0; count < 1_000; count += 1) {
      say({ type: 'WIDGET_READY' });
      say('RETURNINGAI_WIDGET_READY');
      say('WIDGET_ERROR');
    }
    expect(reports).toEqual(['ready', 'error']);
  });

  it('are not repeated when the first load event comes after them', () => {
    const { relay, say, reports } = setUp();
    say('WIDGET_READY');
    relay.onLoad();
    say('WIDGET_READY');
    expect(reports).toEqual(['ready', 'loaded']);
  });

  it('count anew after the frame loaded again', () => {
    const { relay, say, reports } = setUp();
    relay.onLoad();
    say('WIDGET_READY');
    say('WIDGET_ERROR');
    relay.onLoad();
    say('WIDGET_READY');
    say('WIDGET_ERROR');
    expect(reports).toEqual(['loaded', 'ready', 'error', 'loaded', 'ready', 'error']);
  });

  it('report an error again that outlives a fresh token', async () => {
    const { say, settle, reports } = setUp();
    say('WIDGET_ERROR');
    say(TOKEN_REQUEST);
    await settle((answer) => answer.resolve('token-a'));
    say('WIDGET_ERROR');
    say('WIDGET_ERROR');
    expect(reports).toEqual(['error', 'token_asked', 'token_handed_over', 'error']);
  });

  it('about heights and unknown things are ignored', () => {
    const { say, widget, reports } = setUp();
    say({ type: 'WIDGET_HEIGHT_UPDATE', payload: { height: 1e9 } });
    say({ type: 'SOMETHING_ELSE' });
    say(undefined);
    expect(reports).toEqual([]);
    expect(widget.posted).not.toHaveBeenCalled();
  });
});

describe('a closed frame', () => {
  it('neither answers nor reports', async () => {
    const { relay, say, requestToken, reports } = setUp();
    relay.close();
    say(TOKEN_REQUEST);
    say('WIDGET_READY');
    relay.onLoad();
    await flush();
    expect(requestToken).not.toHaveBeenCalled();
    expect(reports).toEqual([]);
  });
});
