// The token: asking the parent page for it, keeping it, and renewing it when a call is refused.
// It lives in one variable of this file: not in storage, not in an address, not in the page.

const ASK = 'RETURNINGAI_WIDGET_REQUEST_TOKEN';
const GIVE = 'RETURNINGAI_WIDGET_TOKEN';
const RENEW = 'RETURNINGAI_WIDGET_REFRESH';

const ASK_EVERY = 2_000;
const MOST_RESENDS = 5;
const MOST_REFUSALS = 3;

const { widgetId, dialect, ready } = document.body.dataset;

let token = null;
let waiting = null;

/** Called when no token came, with a function that asks again; and when one came after all. */
export const events = { onSilence: () => {}, onToken: () => {}, onRefused: () => {} };

/** The page cannot go on: the tokens it gets are refused again and again. */
export class Refused extends Error {}

function tell(message) {
  // A widget does not know who embeds it. Nothing secret is in these messages.
  window.parent.postMessage(message, '*');
}

function tokenIn(message) {
  if (typeof message !== 'object' || message === null) return null;
  if (message.type !== GIVE && message.type !== RENEW) return null;
  const text = dialect === 'token' ? message.token : message.value;
  if (dialect === 'token' && message.widgetId !== widgetId) return null;
  return typeof text === 'string' && text !== '' ? text : null;
}

window.addEventListener('message', (event) => {
  if (event.source !== window.parent) return;
  const received = tokenIn(event.data);
  if (received === null) return;
  token = received;
  if (waiting === null) return;
  clearInterval(waiting.timer);
  const { resolve } = waiting;
  waiting = null;
  events.onToken();
  resolve(received);
});

function askRepeatedly() {
  const request = { type: dialect === 'one-type' ? GIVE : ASK };
  let resends = 0;
  tell(request);
  waiting.timer = setInterval(() => {
    if (resends < MOST_RESENDS) {
      resends += 1;
      tell(request);
      return;
    }
    clearInterval(waiting.timer);
    fail();
    events.onSilence(askRepeatedly);
  }, ASK_EVERY);
}

/** All who need a token wait for the same one. A wait has no end: whoever waits keeps what it wanted to do. */
function freshToken() {
  if (waiting === null) {
    let resolve;
    const promise = new Promise((done) => {
      resolve = done;
    });
    waiting = { promise, resolve, timer: 0 };
    askRepeatedly();
  }
  return waiting.promise;
}

/** Says that the widget cannot do its work (M6). */
export function fail() {
  tell({ type: 'WIDGET_ERROR', containerId: `returning-ai-widget-${widgetId}`, widgetId });
}

/** Says that the widget is painted (M4, or M7 as a bare text), if this widget says so at all. */
export async function tellReady() {
  const painted = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  // A frame that is not shown is never painted, and must not wait for it.
  await Promise.race([painted, new Promise((done) => setTimeout(done, 250))]);
  if (ready === 'string') tell('WIDGET_READY');
  if (ready === 'object') tell({ type: 'WIDGET_READY', containerId: `returning-ai-widget-${widgetId}`, widgetId });
}

/** Tells the parent page how tall the content is (M5), now and whenever it changes. */
export function tellHeight(content) {
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    tell({ type: 'WIDGET_HEIGHT_UPDATE', payload: { height } });
  }).observe(content);
}

/**
 * Calls the API. A 401 means that the token has expired: a new one is asked for and the call is made again, and
 * nobody notices. Other answers are the caller's: `{ status, body }`, with `body` null where there is none.
 */
export async function call(path, payload) {
  for (let refusals = 0; ; ) {
    const mine = token ?? (await freshToken());
    const response = await fetch(`/demo/api/${path}`, {
      method: payload === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${mine}` },
      body: payload === undefined ? undefined : JSON.stringify(payload),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (response.status !== 401) {
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    }
    if (token === mine) token = null;
    refusals += 1;
    if (refusals === MOST_REFUSALS) {
      fail();
      await new Promise((again) => events.onRefused(again));
      refusals = 0;
    }
  }
}
