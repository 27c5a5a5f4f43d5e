import { afterEach, describe, expect, it } from 'vitest';
import { errorTexts } from './errors';
import * as m from './generated/messages';
import { locales } from './generated/runtime';
import { inSeconds, speak } from './language.svelte';

type Message = string | readonly { readonly match: Readonly<Record<string, string>> }[];

const files = import.meta.glob<Record<string, Message>>('../../messages/*.json', { eager: true, import: 'default' });
const english = textsIn('en');
const others = locales.filter((language) => language !== 'en');

function textsIn(language: string): Map<string, string[]> {
  const file = files[`../../messages/${language}.json`] ?? {};
  return new Map(
    Object.entries(file)
      .filter(([key]) => key !== '$schema')
      .map(([key, message]) => [
        key,
        typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match)),
      ]),
  );
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
}

afterEach(async () => {
  await speak('en');
});

describe.each(others)('the texts of %s', (language) => {
  const texts = textsIn(language);

  it('lack_no_key_and_have_no_other', () => {
    const missing = [...english.keys()].filter((key) => !texts.has(key));
    const unknown = [...texts.keys()].filter((key) => !english.has(key));
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
  });

  it('are_in_the_order_of_the_english_ones', () => {
    const known = [...english.keys()].filter((key) => texts.has(key));
    expect([...texts.keys()].filter((key) => english.has(key))).toEqual(known);
  });

  it('are_not_empty_and_name_what_the_english_ones_name', () => {
    const wrong = [...texts].filter(([key, variants]) => {
      const named = placeholders(english.get(key)?.at(-1) ?? '');
      return variants.some((text) => {
        // One form of a plural may say the number in words.
        const fits = variants.length > 1 && placeholders(text).length === 0;
        return text.trim() === '' || (!fits && placeholders(text).join() !== named.join());
      });
    });
    expect(wrong).toEqual([]);
  });

  it('fit_for_every_error', async () => {
    await speak(language);
    for (const [code, { title, action }] of Object.entries(errorTexts)) {
      expect(title(), code).not.toBe(action());
      expect(title().length, `${code} ${title()}`).toBeLessThan(80);
      expect(action().length, `${code} ${action()}`).toBeLessThan(140);
    }
  });

  it('have_every_plural_form_of_the_language', async () => {
    await speak(language);
    for (const count of [0, 1, 2, 3, 11, 100, 1_000_000]) {
      expect(m.widget_count({ count })).not.toMatch(/widget_count|undefined/);
      expect(m.widget_count({ count }).trim()).not.toBe('');
    }
  });
});

describe('the language', () => {
  it('turns_the_page_around_for_arabic_and_back', async () => {
    await speak('ar');
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['ar', 'rtl']);
    await speak('th');
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['th', 'ltr']);
  });

  it('changes_at_once_when_its_texts_are_there', async () => {
    await speak('es');
    await speak('en');
    expect(speak('es')).toBeNull();
    expect(m.cancel()).not.toBe('Cancel');
  });

  it('says_numbers_as_its_people_write_them', async () => {
    expect(inSeconds(5)).toBe('5 sec');
    await speak('ja');
    expect(inSeconds(5)).toBe('5 秒');
    expect([1, 2].map((count) => m.widget_count({ count }, { locale: 'en' }))).toEqual(['1 widget', '2 widgets']);
  });
});
