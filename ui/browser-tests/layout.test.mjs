import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, open, scenes } from './scenes.mjs';

after(close);

/** What is beyond the window's sides, and controls whose words are cut with nothing that says them whole. */
function misfits(page) {
  return page.evaluate(() => {
    const found = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
    const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]');
    for (const control of document.querySelectorAll('button, input, select, textarea, a[href]')) {
      if (!shown(control)) continue;
      const { left, right } = control.getBoundingClientRect();
      if (left < -1 || right > clientWidth + 1) found.push(`beyond the side: ${control.outerHTML}`);
      if (control.tagName !== 'BUTTON') continue;
      const whole = [control, ...control.querySelectorAll('*')].every(
        (each) => each.scrollWidth <= each.clientWidth + 1 || each.clientWidth === 0 || each.closest('[title]'),
      );
      if (!whole || control.scrollHeight > control.clientHeight + 2) found.push(`cut: ${control.outerHTML}`);
    }
    return found;
  });
}

// As a window of its usual size has it when its page is magnified to 200 %.
const zoomed = { main: { width: 640, height: 400 }, setup: { width: 380, height: 360 } };

function dress(page, fontSize, dir) {
  return page.evaluate(
    (look) => {
      document.documentElement.style.fontSize = look.fontSize;
      document.documentElement.dir = look.dir;
    },
    { fontSize, dir },
  );
}

for (const each of scenes) {
  test(`magnified, with large letters, from right to left and without motion: ${each.room}, ${each.scene}`, async () => {
    const page = await open(each);
    const moving = await page.evaluate(
      () => document.getAnimations().filter(({ effect }) => effect.getComputedTiming().activeDuration > 1).length,
    );
    assert.equal(moving, 0);
    await dress(page, '', 'rtl');
    assert.deepEqual(await misfits(page), [], 'from right to left');
    if (each.room === 'main' && !each.view?.alone) {
      const { x, width } = await page.locator('aside').boundingBox();
      assert.equal(x + width, 1280, 'the sidebar is at the right side');
    }
    await dress(page, '200%', 'ltr');
    assert.deepEqual(await misfits(page), [], 'letters of 200 %');
    await dress(page, '', 'ltr');
    await page.setViewportSize(zoomed[each.room]);
    assert.deepEqual(await misfits(page), [], 'magnified to 200 %');
    await page.context().close();
  });
}

/** Where each step of a diagnosis stands, and where its bar is on the axis. */
function waterfall(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-check]')].map((row) => {
      const { y, height } = row.getBoundingClientRect();
      const [track, bar] = ['.track', '.bar'].map((part) => row.querySelector(part)?.getBoundingClientRect());
      const seen = row.querySelector('.seen') !== null;
      return { y, height, seen, bar: bar ? { left: bar.left - track.left, right: track.right - bar.right } : null };
    }),
  );
}

test('nothing moves while the steps of a diagnosis come in', async () => {
  const places = [];
  for (const scene of ['diagnosis_running', 'diagnosis']) {
    const page = await open({ room: 'setup', scene });
    places.push((await waterfall(page)).map(({ y, height }) => ({ y, height })));
    await page.context().close();
  }
  assert.equal(places[0].length, 13);
  assert.deepEqual(places[0], places[1]);
});

test('each measured bar of a diagnosis begins after the one before, in the direction of reading', async () => {
  const page = await open({ room: 'setup', scene: 'diagnosis' });
  for (const [dir, side] of [
    ['ltr', 'left'],
    ['rtl', 'right'],
  ]) {
    await dress(page, '', dir);
    const bars = (await waterfall(page)).filter(({ bar }) => bar !== null);
    // What the window saw is counted from the frame's opening.
    const seen = bars.filter((each) => each.seen).map(({ bar }) => bar[side]);
    assert.deepEqual(seen, [0, 0, 0, 0], dir);
    const starts = bars.filter((each) => !each.seen).map(({ bar }) => bar[side]);
    assert.equal(starts.length, 9);
    assert.deepEqual(
      starts,
      starts.toSorted((one, other) => one - other),
      dir,
    );
    assert.ok(starts.at(-1) - starts[0] > 50, dir);
  }
  await page.context().close();
});

test('something moves for everybody else', async () => {
  const page = await open({ room: 'main', scene: 'signing_in' }, { reducedMotion: 'no-preference' });
  assert.notEqual(await page.evaluate(() => document.getAnimations().length), 0);
  await page.context().close();
});
