import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, open, scenes } from './scenes.mjs';

after(close);

/** Numbers what the keyboard has to reach, in the order of the page, and notes how each looks without the focus. */
function number(page) {
  return page.evaluate(() => {
    window.lookOf = (element) =>
      [element, element.parentElement, element.parentElement.parentElement]
        .map((each) => getComputedStyle(each))
        .map((style) => [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join())
        .join();
    // A turned page has the focus at its start; here the first stop is the window's.
    // A modal dialog keeps the keyboard from all the rest.
    const room = document.querySelector('dialog[open]') ?? document.body;
    room.tabIndex = -1;
    room.focus();
    room.removeAttribute('tabindex');
    const wanted = 'button, input, select, textarea, a[href], iframe, [tabindex="0"]';
    return (
      [...room.querySelectorAll(wanted)]
        .filter((each) => each.checkVisibility({ visibilityProperty: true }))
        .filter((each) => !each.disabled && !each.closest('[inert]'))
        // Of a group of choices, Tab stops at the chosen one; the arrow keys go to the others.
        .filter((each) => each.type !== 'radio' || each.checked)
        .map((each, index) => {
          each.dataset.number = String(index);
          each.dataset.look = window.lookOf(each);
          return each.outerHTML.slice(0, 120);
        })
    );
  });
}

function focused(page) {
  return page.evaluate(() => {
    const { activeElement } = document;
    const { number: found, look } = activeElement.dataset;
    if (found === undefined) return null;
    return { number: Number(found), seen: activeElement.tagName === 'IFRAME' || window.lookOf(activeElement) !== look };
  });
}

for (const each of scenes) {
  test(`Tab reaches everything in order, seen: ${each.room}, ${each.scene}`, async () => {
    const page = await open(each);
    const wanted = await number(page);
    const reached = [];
    // Some places more than there are controls: a scrolled area and the inside of a frame are stops as well.
    for (let presses = 0; presses < wanted.length + 12 && reached.length < wanted.length; presses += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop === null || stop.number === reached.at(-1)) continue;
      assert.ok(stop.seen, `the focus is not seen on ${wanted[stop.number]}`);
      reached.push(stop.number);
    }
    assert.deepEqual(reached, [...wanted.keys()], wanted.join('\n'));
    await page.context().close();
  });
}

/** Where the focus is, in words; the page's body is nowhere. */
async function place(page) {
  return page.evaluate(() => {
    const { activeElement } = document;
    return activeElement === document.body ? 'nowhere' : activeElement.tagName.toLowerCase();
  });
}

async function press(page, name, exact = true) {
  const button = page.getByRole('button', { name, exact }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  return button;
}

test('a widget that was chosen by the keyboard keeps the focus', async () => {
  const page = await open({ room: 'main', scene: 'signed_in' });
  await press(page, 'Store');
  await page.locator('[aria-current="page"]', { hasText: 'Store' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.dataset.widget), 'w-store');
  await page.context().close();
});

test('after another attempt the focus is with the widget', async () => {
  const page = await open({ room: 'main', scene: 'framing_refused' });
  await press(page, 'Try again');
  await page.locator('section[data-state="loading"]').waitFor();
  assert.equal(await place(page), 'section');
  await page.context().close();
});

test('a notice that is put away leaves the focus in the window', async () => {
  const page = await open({ room: 'main', scene: 'ended_unexpectedly' });
  const button = await press(page, 'Dismiss');
  await button.waitFor({ state: 'detached' });
  assert.notEqual(await place(page), 'nowhere');
  await page.context().close();
});

test('a turned page has the focus', async () => {
  const page = await open({ room: 'setup', scene: 'start_again' });
  await press(page, 'Preferences');
  await page.locator('[data-page="preferences"]').waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === 'MAIN');
  await press(page, 'Back');
  await page.locator('[data-page="start"]').waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === 'MAIN');
  await page.context().close();
});

for (const [scene, ...presses] of [
  ['community', 'Remove key', 'Cancel'],
  ['community', 'Remove key', 'Remove key'],
  ['community', 'Replace key', 'Cancel'],
  ['community', 'Remove community', 'Cancel'],
  ['community', 'Channels', 'Rename', 'Cancel'],
  ['community', 'Channels', 'Rename', 'Save name'],
  ['community', 'Channels', 'Remove widget', 'Remove widget'],
  ['accounts', 'Sign out'],
  ['accounts', /^Use this account/],
  ['accounts', /^Forget/],
  ['community_unreadable', 'Try again'],
]) {
  test(`the focus is not lost: ${scene}, ${presses.join(', ')}`, async () => {
    const page = await open({ room: 'setup', scene });
    for (const name of presses) await press(page, name);
    // What went has gone once the page was drawn.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    assert.notEqual(await place(page), 'nowhere');
    await page.context().close();
  });
}

test('the main window says what its parts are', async () => {
  const page = await open({ room: 'main', scene: 'signed_in' });
  const part = (role, name) => page.getByRole(role, name === undefined ? {} : { name, exact: true });
  for (const [role, name] of [
    ['navigation', 'Widgets'],
    ['main', undefined],
    ['heading', 'Northwind Traders Club'],
    ['button', 'Channels'],
    ['button', 'Settings'],
    ['region', 'Channels'],
  ]) {
    assert.equal(await part(role, name).count(), 1, `${role} ${name}`);
  }
  assert.equal(await part('heading').filter({ hasText: 'Channels' }).count(), 1);
  assert.equal(await page.locator('.raised iframe').getAttribute('title'), 'Channels');
  await page.context().close();
});

test('the setup window says what its parts are', async () => {
  const page = await open({ room: 'setup', scene: 'connect' });
  assert.equal(await page.getByRole('main').count(), 1);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  for (const name of await page.locator('form label').allTextContents()) {
    assert.equal(await page.getByLabel(name, { exact: true }).count(), 1, name);
  }
  assert.equal(await page.getByRole('button', { name: 'Connect', exact: true }).count(), 1);
  await page.context().close();
});
