import UFuzzy from '@leeoniya/ufuzzy';

// Words of every script, and letters left out within a word.
const fuzzy = new UFuzzy({
  unicode: true,
  interSplit: "[^\\p{L}\\p{M}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: "[\\p{L}\\p{M}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
  intraIns: 4,
});

/** How many words may come in any order. */
const TURNED = 3;

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{Script=Latin}\p{M}+/gu, ([letter]) => letter ?? '');

interface Named {
  readonly name: string;
  readonly hint: string;
}

/** A search over these entries; the best comes first. Nothing typed finds all, in their own order. */
export function finder<T extends Named>(entries: readonly T[]): (typed: string) => readonly T[] {
  const texts = entries.map(({ name, hint }) => plain(`${name} ${hint}`));
  return (typed) => {
    const wanted = plain(typed.trim());
    if (wanted === '') return entries;
    const [found, info, order] = fuzzy.search(texts, wanted, TURNED);
    const places = info ? order.map((at) => info.idx[at]) : (found ?? []);
    return places.flatMap((place) => (place === undefined ? [] : (entries[place] ?? [])));
  };
}
