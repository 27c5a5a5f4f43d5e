interface Named {
  readonly name: string;
  readonly hint: string;
}

interface Text {
  readonly whole: string;
  readonly words: readonly string[];
}

/** Nothing typed finds all, in their own order; else each word that is typed must be found, and the best comes first. */
export function finder<T extends Named>(entries: readonly T[]): (typed: string) => readonly T[] {
  const read = entries.map((entry) => ({ entry, text: textOf(`${entry.name} ${entry.hint}`) }));
  return (typed) => {
    const wanted = plain(typed).split(/\s+/).filter(Boolean);
    return read
      .map(({ entry, text }) => ({ entry, rank: wanted.reduce((sum, word) => sum + rank(text, word), 0) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((one, other) => one.rank - other.rank)
      .map(({ entry }) => entry);
  };
}

/** Without capitals, and without the marks of Latin letters: nobody types those to be quick. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .toLowerCase();
}

function textOf(text: string): Text {
  const whole = plain(text);
  return { whole, words: whole.split(/[^\p{L}\p{M}\p{N}]+/u) };
}

/** How well a word fits; the less the better. */
function rank({ whole, words }: Text, word: string): number {
  if (whole.startsWith(word)) return 0;
  if (words.some((each) => each.startsWith(word))) return 1;
  if (whole.includes(word)) return 2;
  return words.some((each) => shortens(word, each)) ? 3 : Infinity;
}

/** Whether it is the word with letters left out, but for the first. */
function shortens(short: string, word: string): boolean {
  if (short[0] !== word[0]) return false;
  let at = 0;
  for (const letter of word) if (short.startsWith(letter, at)) at += letter.length;
  return at === short.length;
}
