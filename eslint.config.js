import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  {
    ignores: [
      'target/**',
      'gen/**',
      'node_modules/**',
      'ui/dist/**',
      'ui/coverage/**',
      'ui/src/bridge/types/**',
      'ui/src/messages/generated/**',
      'src-tauri/**',
      // Pages of attacks, put together from pieces when they are served.
      'tests/hostile/pages/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Knows that props and derived values are declared with `let`.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-at-debug-tags': 'error',
    },
  },
  { files: ['demo-service/assets/**/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.test.ts'], rules: { '@typescript-eslint/unbound-method': 'off' } },
  // What they hand to the browser runs there.
  { files: ['ui/browser-tests/**/*.mjs'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  { files: ['ui/scripts/**', 'scripts/**', 'tests/**', '*.config.js'], languageOptions: { globals: globals.node } },
  {
    files: ['ui/src/**', 'ui/dev/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text is set as text.' },
        { property: 'outerHTML', message: 'Text is set as text.' },
        { property: 'insertAdjacentHTML', message: 'Text is set as text.' },
        { object: 'document', property: 'write', message: 'Text is set as text.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@tauri-apps/*'], message: 'The bridge is the only door to Tauri.' }] },
      ],
    },
  },
  { files: ['ui/src/bridge/tauri/**'], rules: { 'no-restricted-imports': 'off' } },
);
