import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, open, scenes } from './scenes.mjs';

// Its last value is axe itself, which is too much to hand back.
const axe = `${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')};undefined`;
const looks = {
  light: { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
  dark: { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
  'high contrast': { colorScheme: 'light', contrast: 'more', forcedColors: 'none' },
  'dark high contrast': { colorScheme: 'dark', contrast: 'more', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'active' },
};

/** What axe finds in the window itself; a widget's page is its service's. */
async function findings(page) {
  const { violations, passes } = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
    return window.axe.run(document, {
      iframes: false,
      runOnly: { type: 'tag', values: tags },
      rules: { 'target-size': { enabled: true } },
    });
  });
  if (passes.length < 10) throw new Error('axe looked at next to nothing');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all, none }) => `${id}: ${html} ${[...any, ...all, ...none].map((each) => each.message)}`),
  );
}

after(close);

test('axe finds what is wrong', async () => {
  const page = await open({ room: 'setup', scene: 'start' });
  await page.evaluate(axe);
  await page.evaluate(() => document.querySelector('main').append(document.createElement('input')));
  assert.match((await findings(page)).join(), /label/);
  await page.context().close();
});

for (const each of scenes) {
  test(`axe finds nothing: ${each.room}, ${each.scene}`, async () => {
    const page = await open(each);
    await page.evaluate(axe);
    const found = {};
    for (const [look, media] of Object.entries(looks)) {
      await page.emulateMedia(media);
      const list = await findings(page);
      if (list.length > 0) found[look] = list;
    }
    assert.deepEqual(found, {});
    await page.context().close();
  });
}
