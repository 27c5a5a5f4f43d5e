import { afterEach, describe, expect, it, vi } from 'vitest';

import { openWidgetFrame } from './frame';
import { TOKEN, TOKEN_REQUEST } from './message';
import type { FrameEvent, WidgetFrame } from './types';

const FRAME: WidgetFrame = {
  url: 'https://widgets.example/channel-widget/abc%2Fdef',
  origin: 'https://widgets.example',
  widgetId: 'abc/def',
  title: 'Channel',
  public: false,
};

function open(frame: Partial<WidgetFrame> = {}, requestToken = () => Promise.resolve('token-a')) {
  const reports: FrameEvent[] = [];
  const opened = openWidgetFrame(
    document.body,
    { ...FRAME, ...frame },
    { requestToken, report: (event) => void reports.push(event) },
  );
  return { ...opened, reports };
}

function windowOf(element: HTMLIFrameElement): Window {
  if (element.contentWindow === null) throw new Error('The frame has no window.');
  return element.contentWindow;
}

function say(data: unknown, source: Window, origin = FRAME.origin): void {
  window.dispatchEvent(new MessageEvent('message', { data, origin, source }));
}

/** Lets every call of that method through, and notes its first argument. */
function noteCalls(method: 'setAttribute' | 'append', note: (argument: unknown) => void): void {
  const original = Reflect.get(Element.prototype, method) as (...values: unknown[]) => void;
  vi.spyOn(Element.prototype, method).mockImplementation(function (this: Element, ...values: unknown[]) {
    note(values[0]);
    original.apply(this, values);
  });
}

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe('a widget frame', () => {
  it('is sandboxed, named and told no path', () => {
    const { element } = open();
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
    expect(attributes).toEqual({
      title: 'Channel',
      sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups',
      allow: 'clipboard-write',
      referrerpolicy: 'strict-origin',
      loading: 'eager',
      src: FRAME.url,
    });
    expect(element.parentElement).toBe(document.body);
  });

  it('has every attribute, and the page listens, before the address is set', () => {
    const steps: string[] = [];
    noteCalls('setAttribute', (name) => void steps.push(String(name)));
    vi.spyOn(window, 'addEventListener').mockImplementation((type) => void steps.push(`listens to ${type}`));
    noteCalls('append', () => void steps.push('in the page'));
    open();
    expect(steps.slice(-3)).toEqual(['listens to message', 'src', 'in the page']);
    expect(steps.slice(0, -3).sort()).toEqual(['allow', 'loading', 'referrerpolicy', 'sandbox', 'title']);
  });

  it.each([
    ['another origin', 'https://evil.example/channel-widget/abc'],
    ['a script', 'javascript:alert(1)'],
    ['inline data', 'data:text/html,hello'],
    ['a blob of the same origin', 'blob:https://widgets.example/0b5d'],
    ['a file', 'file:///etc/passwd'],
    ['no address at all', 'channel-widget'],
  ])('is never made for %s', (_, url) => {
    expect(() => open({ url })).toThrow();
    expect(document.querySelector('iframe')).toBeNull();
  });

  it('is never made for an opaque origin', () => {
    expect(() => open({ url: 'data:text/html,hello', origin: 'null' })).toThrow();
  });

  it('hands the token to its own window and no other', async () => {
    const { element, reports } = open();
    const other = open();
    const posted = vi.spyOn(windowOf(element), 'postMessage').mockImplementation(() => undefined);
    const postedElsewhere = vi.spyOn(windowOf(other.element), 'postMessage').mockImplementation(() => undefined);
    say({ type: TOKEN_REQUEST }, windowOf(element));
    await vi.waitUntil(() => reports.includes('token_handed_over'));
    expect(posted.mock.calls).toEqual([
      [{ type: TOKEN, value: 'token-a', token: 'token-a', widgetId: 'abc/def' }, FRAME.origin],
    ]);
    expect(postedElsewhere).not.toHaveBeenCalled();
    expect(other.reports).toEqual([]);
  });

  it('reports its loads', () => {
    const { element, reports } = open();
    element.dispatchEvent(new Event('load'));
    element.dispatchEvent(new Event('load'));
    expect(reports).toEqual(['loaded', 'loaded']);
  });

  it('does not listen, answer or stay in the page once it is closed', () => {
    const requestToken = vi.fn(() => Promise.resolve('token-a'));
    const removed = vi.spyOn(window, 'removeEventListener');
    const added = vi.spyOn(window, 'addEventListener');
    const { element, close, reports } = open({}, requestToken);
    const source = windowOf(element);
    close();
    say(TOKEN_REQUEST, source);
    element.dispatchEvent(new Event('load'));
    expect(requestToken).not.toHaveBeenCalled();
    expect(reports).toEqual([]);
    expect(element.isConnected).toBe(false);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });

  it('can be closed twice', () => {
    const { close } = open();
    close();
    expect(close).not.toThrow();
  });

  it('keeps no token anywhere in the page', async () => {
    const { element, reports } = open({}, () => Promise.resolve('token-to-find'));
    vi.spyOn(windowOf(element), 'postMessage').mockImplementation(() => undefined);
    say(TOKEN_REQUEST, windowOf(element));
    await vi.waitUntil(() => reports.includes('token_handed_over'));
    expect(new XMLSerializer().serializeToString(document)).not.toContain('token-to-find');
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });
});
