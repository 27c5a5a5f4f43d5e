// The dev pages, built as the app's windows are: asked for one by one, a page's modules take longer than its tests.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ui = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const configFile = ui('../vite.config.ts');
export const outDir = ui('../node_modules/.vite/browser-pages');

/** Builds them once for all files of tests, beside the windows, which the configuration names. */
async function buildPages() {
  await build({
    configFile,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: ['main', 'setup', 'widget'].map((page) => ui(`dev/${page}.html`)) },
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPages();
