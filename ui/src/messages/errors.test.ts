import { describe, expect, it } from 'vitest';
import codeSource from '../bridge/types/Code.ts?raw';
import { errorTexts } from './errors';

const codes = [...codeSource.matchAll(/"([a-z_]+)"/g)].map(([, code]) => code ?? '');

describe('error texts', () => {
  it('every_code_of_rust_has_a_text_and_no_other_has', () => {
    expect(codes.length).toBeGreaterThan(40);
    expect(Object.keys(errorTexts).sort()).toEqual([...codes].sort());
  });

  it.each(Object.entries(errorTexts))('%s_says_what_is_wrong_and_what_to_do', (_, { title, action }) => {
    for (const text of [title(), action()]) {
      expect(text).toMatch(/^[A-Z].{10,}[.?]$/);
      expect(text).not.toMatch(/[{}]|error_|undefined/);
    }
    expect(title().length).toBeLessThan(80);
    expect(action().length).toBeLessThan(140);
    expect(title()).not.toBe(action());
  });

  it('no_two_codes_share_a_title', () => {
    const titles = Object.entries(errorTexts)
      .filter(([code]) => code !== 'unknown_community')
      .map(([, { title }]) => title());
    expect(new Set(titles).size).toBe(titles.length);
  });
});
