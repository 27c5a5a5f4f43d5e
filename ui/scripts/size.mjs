// Sums what the windows load, gzipped, and fails above the budget. Of the languages a window loads English, which is among
// the rest, and at most one other: each of those has a budget of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist', import.meta.url).pathname;
const languages = readdirSync(new URL('../messages', import.meta.url)).map((name) => basename(name, '.json'));
const budgets = { '.js': 92_000, '.css': 12_000, language: 20_000 };
const sums = { '.js': 0, '.css': 0, language: 0 };

/** The language whose texts this file holds; the name ends with a hash. */
function languageOf(name) {
  return languages.find((language) => new RegExp(`^${language}-[\\w-]{8}\\.js$`).test(name));
}

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const kind = extname(entry.name);
  if (!entry.isFile() || !(kind in sums)) continue;
  const size = gzipSync(readFileSync(join(entry.parentPath, entry.name)), { level: 9 }).length;
  if (languageOf(entry.name)) sums.language = Math.max(sums.language, size);
  else sums[kind] += size;
  process.stdout.write(`${String(size).padStart(7)}  ${entry.name}\n`);
}

for (const [kind, budget] of Object.entries(budgets)) {
  const within = sums[kind] > 0 && sums[kind] <= budget;
  const what = kind === 'language' ? 'the largest language' : `all ${kind}`;
  process.stdout.write(`${String(sums[kind]).padStart(7)}  ${what} (at most ${budget})${within ? '' : '  TOO BIG'}\n`);
  if (!within) process.exitCode = 1;
}
