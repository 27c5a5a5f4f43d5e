// What the pointer carries.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, open } from './scenes.mjs';

after(close);

/** Presses in the middle of what is found, and lets go at a place that is given from there. */
async function drag(page, found, { x = 0, y = 0 }) {
  const box = await found.boundingBox();
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + x / 2, from.y + y / 2, { steps: 4 });
  await page.mouse.move(from.x + x, from.y + y, { steps: 4 });
  await page.mouse.up();
}

const names = (page) => page.locator('li[data-widget] button[aria-expanded]').allInnerTexts();

test('a widget is carried past the one below it', async () => {
  const page = await open({ room: 'setup', scene: 'community' });
  const [first, second, ...others] = await names(page);
  const row = await page.locator('li[data-widget]').first().boundingBox();
  await drag(page, page.getByRole('button', { name: `Move ${first}`, exact: true }), { y: row.height });
  await page.locator('li[data-widget]').first().getByText(second, { exact: true }).waitFor();
  assert.deepEqual(await names(page), [second, first, ...others]);
  await page.context().close();
});

test('a row that is let go with Escape goes back', async () => {
  const page = await open({ room: 'setup', scene: 'community' });
  const before = await names(page);
  const handle = page.getByRole('button', { name: `Move ${before[0]}`, exact: true });
  const box = await handle.boundingBox();
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + 4, box.y + 120, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  assert.deepEqual(await names(page), before);
  assert.deepEqual(await handle.boundingBox(), box);
  await page.context().close();
});

test('the divider is carried over the frames, and not out of its bounds', async () => {
  const page = await open({ room: 'main', scene: 'side_by_side' });
  const divider = page.getByRole('separator');
  await drag(page, divider, { x: -200 });
  const share = Number(await divider.getAttribute('aria-valuenow'));
  assert.ok(share > 38 && share < 43, `${share} of 100 after 200 pixels of 1040`);
  await drag(page, divider, { x: -900 });
  assert.equal(await divider.getAttribute('aria-valuenow'), '20');
  await page.context().close();
});
