'use strict';

/** Tells the test, whatever origin this page has. */
function report(name, value = '') {
  const address = `__HOME__/report/${name}?${encodeURIComponent(String(value))}`;
  return fetch(address, { mode: 'no-cors', keepalive: true }).catch(() => undefined);
}

/** Runs `attack` with a person's click, and reports `clickable` once there is something to click. */
async function onClick(attack) {
  document.documentElement.style.cssText = 'block-size: 100%; background: crimson';
  addEventListener('click', (event) => {
    if (event.isTrusted) attack(event);
  });
  // The app covers a widget until it has its token.
  await askForToken();
  requestAnimationFrame(() => requestAnimationFrame(() => report('clickable')));
}

/** What became of `attack`: `ok` with its value, or the name of the error. Never waits for more than two seconds. */
async function outcome(attack) {
  const patience = new Promise((resolve) => setTimeout(resolve, 2000, 'no answer'));
  try {
    return String(await Promise.race([(async () => `ok: ${await attack()}`)(), patience]));
  } catch (error) {
    return `${error?.name}: ${error?.message ?? error}`;
  }
}

/** Asks as a widget does. Resolves with the answer, or null when none came within two seconds. */
function askForToken(target = parent, message = { type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }) {
  return new Promise((resolve) => {
    const hear = ({ data }) => {
      if (typeof data?.token !== 'string') return;
      removeEventListener('message', hear);
      resolve(data);
    };
    addEventListener('message', hear);
    setTimeout(resolve, 2000, null);
    target.postMessage(message, '*');
  });
}
