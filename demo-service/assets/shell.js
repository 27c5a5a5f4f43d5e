// What every widget has around its content: the head, the sign-in, notices, and news from the service.

import { avatar, el, icon } from './dom.js';
import { call, events, tellReady } from './session.js';

const { title, community } = document.body.dataset;

const name = el('span', { class: 'member-name', data: { testid: 'member-name' }, dir: 'auto' });
const who = el('div', { class: 'who', hidden: true });
const side = el('div', { class: 'side' });
const main = el('main', { class: 'content', hidden: true });
const notice = el('div', { class: 'notice', role: 'alert', hidden: true });
const toasts = el('div', { class: 'toasts', role: 'status' });

function head(symbol) {
  return el(
    'header',
    { class: 'head' },
    el('span', { class: 'symbol' }, icon(symbol)),
    el('div', { class: 'titles' }, el('h1', {}, title), el('p', { dir: 'auto' }, community)),
    side,
    who,
  );
}

function stateOf(...children) {
  return el('div', { class: 'state', role: 'status' }, ...children);
}

const signingIn = () => stateOf(el('span', { class: 'spinner', aria: { hidden: 'true' } }), el('p', {}, 'Signing in…'));

/** Shows that there is no token: in place of the content at first, later above it, so that nothing is lost. */
function showTrouble(state, text, again) {
  const button = el('button', { class: 'button', type: 'button', onclick: again }, 'Ask again');
  if (main.hidden) {
    const heading = el('h2', {}, 'Not signed in');
    state.replaceChildren(el('span', { class: 'symbol large' }, icon('lock')), heading, el('p', {}, text), button);
  } else {
    notice.replaceChildren(icon('alert'), el('p', {}, text), button);
    notice.hidden = false;
  }
}

/**
 * Puts the widget together. `build(main, side)` fills it, and is called once there is a member; a public widget has
 * none and starts at once.
 */
export async function open({ symbol, build, isPublic = false }) {
  const state = signingIn();
  document.body.append(el('div', { class: 'shell' }, head(symbol), notice, isPublic ? '' : state, main), toasts);
  events.onToken = () => {
    notice.hidden = true;
  };
  events.onSilence = (again) => {
    const retry = () => {
      notice.hidden = true;
      if (main.hidden) state.replaceChildren(...signingIn().children);
      again();
    };
    showTrouble(state, 'The app did not hand over a token for this widget.', retry);
  };
  events.onRefused = (again) => {
    const retry = () => {
      notice.hidden = true;
      if (main.hidden) state.replaceChildren(...signingIn().children);
      again();
    };
    showTrouble(state, 'The service does not accept the token it was given.', retry);
  };
  if (!isPublic) {
    const me = await persist(() => call('me'));
    name.textContent = me.body.name;
    who.append(avatar(me.body.name), name);
    who.hidden = false;
  }
  await build(main, side);
  state.remove();
  main.hidden = false;
  await tellReady();
}

/** Tries until the service can be reached. */
export async function persist(request) {
  for (;;) {
    try {
      const answer = await request();
      offline(false);
      return answer;
    } catch {
      offline(true);
      await new Promise((done) => setTimeout(done, 2_000));
    }
  }
}

function offline(isOffline) {
  document.documentElement.toggleAttribute('data-offline', isOffline);
}

/** Asks for news every `every` milliseconds while the page can be seen. One request at a time. */
export function poll(every, request) {
  const tick = async () => {
    if (document.visibilityState === 'visible') {
      try {
        await request();
        offline(false);
      } catch {
        offline(true);
      }
    }
    setTimeout(tick, every);
  };
  setTimeout(tick, every);
}

/** A short note that goes away by itself. */
export function toast(text, symbol = 'check') {
  const note = el('div', { class: 'toast' }, icon(symbol), el('span', {}, text));
  toasts.append(note);
  setTimeout(() => note.remove(), 5_000);
}

/** Announces milestones that were just reached. */
export function announce(paid) {
  for (const { title: reached, coins } of paid) toast(`${reached} reached: +${coins} coins`, 'trophy');
}

/** Runs an action of the person: one at a time per button, and a failure is said and costs nothing. */
export async function act(button, action) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await action();
  } catch {
    toast('The service cannot be reached. Please try again.', 'alert');
  } finally {
    button.removeAttribute('aria-busy');
  }
}

/** A balance in the head of the widget. Call the returned function to change it. */
export function balancePill(place) {
  const value = el('strong', { data: { testid: 'balance' } });
  place.append(el('span', { class: 'pill coins' }, icon('coin'), value, el('span', { class: 'unit' }, 'coins')));
  return (text) => {
    if (value.textContent === text) return;
    value.textContent = text;
  };
}
