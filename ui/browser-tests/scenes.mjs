// Each scene of each window, taken from where the scenes are, so that a new one is looked at as well.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { scripted, serve } from './server.mjs';

const { server, origin } = await serve();
const [{ mainScenes }, { setupScenes }] = await scripted('mainScenes', 'setupScenes');

const all = [
  ...Object.keys(mainScenes).map((scene) => ({ room: 'main', scene, ...mainScenes[scene] })),
  ...Object.keys(setupScenes).map((scene) => ({ room: 'setup', scene, ...setupScenes[scene] })),
];
export const scenes = all.filter(({ many }) => !many);

export const sizes = { main: { width: 1280, height: 800 }, setup: { width: 760, height: 720 } };

// Longer than a quiet page is waited for.
const QUIET_MS = 12_000;

function fromPath(command) {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const found = join(directory, command);
    try {
      accessSync(found, constants.X_OK);
      return found;
    } catch {
      // In the next one, then.
    }
  }
  throw new Error(`There is no ${command} in the PATH: scripts/system-packages test`);
}

/** The machine's own Chromium, which is never downloaded. */
const engine = await chromium.launch({ executablePath: fromPath('chromium-headless-shell') });

export async function close() {
  await engine.close();
  await server.close();
}

/** The scene in a page of its own. */
export async function open({ room, scene }, options = {}) {
  const context = await engine.newContext({ viewport: sizes[room], reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const found = all.find((each) => each.room === room && each.scene === scene);
  if (found.frame === 'quiet') await page.clock.install();
  await page.goto(`${origin}/dev/${room}.html?scripted=${scene}`);
  if (room === 'main') await settleMain(page, found);
  else await settleSetup(page, found);
  return page;
}

async function settleMain(page, { view, frame }) {
  await page.locator('[data-pane="selected"] section[data-state]').waitFor();
  if (view === null) return;
  const covered = ['failed', 'waiting', 'signing_in', 'signed_out'];
  const selected = view.communities.flatMap(({ widgets }) => widgets).find(({ id }) => id === view.selected);
  if (!selected || covered.includes(selected.session.state)) return;
  if (frame !== 'quiet') {
    const state = selected.own_window ? 'elsewhere' : 'shown';
    for (const pane of await page.locator('[data-pane]').all()) await pane.locator(`[data-state="${state}"]`).waitFor();
    return;
  }
  await page.frameLocator('.raised iframe').locator('textarea').waitFor();
  await page.clock.runFor(QUIET_MS);
  await page.locator('section:not([data-state="loading"])[data-state]').waitFor();
}

async function settleSetup(page, { view, steps, diagnosis }) {
  await page.locator(view === null ? '[data-page]' : `[data-page="${view.page.page}"] h1`).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'MAIN');
  if (diagnosis && view.page.page === 'checklists') await page.locator('[data-item]').first().waitFor();
  else if (diagnosis) {
    const over = '[data-check="storage"]:not([data-outcome="waiting"])';
    await page.locator(diagnosis.ends ? over : '[data-outcome="running"]').waitFor();
  }
  if (!steps) return;
  const texts = {
    '#app textarea': '<iframe src="https://prod-widgets.returning.ai/channel-widget/65f2c0ffee"></iframe>',
    'input[type="password"]': 'a key',
    'input[type="email"]': 'mara.lindqvist@northwind.example',
  };
  for (const [field, text] of Object.entries(texts)) {
    const input = page.locator(field).first();
    if ((await input.count()) > 0) await input.fill(text);
  }
  await page.locator('button[type="submit"]').click();
  const end = steps.at(-1).verdict;
  await page
    .locator(end === 'failed' ? '[data-code]' : `[data-verdict="${end}"]`)
    .first()
    .waitFor();
}
