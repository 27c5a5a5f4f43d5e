import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { oneLanguage } from './ui/scripts/one-language';

const ui = (path: string): string => new URL(`ui/${path}`, import.meta.url).pathname;

export default defineConfig({
  root: ui(''),
  base: '/',
  publicDir: false,
  cacheDir: ui('../node_modules/.vite'),
  plugins: [
    paraglideVitePlugin({
      project: ui('project.inlang'),
      outdir: ui('src/messages/generated'),
      strategy: ['baseLocale'],
      outputStructure: 'locale-modules',
      emitReadme: false,
    }),
    oneLanguage(),
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    svelteTesting(),
  ],
  build: {
    outDir: ui('dist'),
    emptyOutDir: true,
    target: ['safari17', 'chrome120'],
    // The CSP has no place for inlined files, and the windows need no preload polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // The dev entries with the scripted bridge are not listed, so they never reach the bundle.
      input: [ui('main.html'), ui('setup.html')],
    },
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['tests/dom.ts'],
    restoreMocks: true,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,svelte}'],
      exclude: ['src/bridge/types/**', 'src/bridge/scripted/**', 'src/messages/generated/**', 'src/**/*.test.ts'],
      reporter: ['text-summary', 'text'],
      thresholds: { 'src/relay/**/*.ts': { branches: 100, functions: 100, lines: 100, statements: 100 } },
    },
  },
});
