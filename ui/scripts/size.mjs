// What the built UI weighs, gzipped. Of the languages a window loads English, which is among the rest, and at most one
// other, so the largest of those stands by itself.
//
// Usage: node ui/scripts/size.mjs    lists every file, and ends with 1 when a budget is broken
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { report } from '../../scripts/lib/budgets.mjs';

const dist = new URL('../dist', import.meta.url).pathname;
const languages = readdirSync(new URL('../messages', import.meta.url)).map((name) => basename(name, '.json'));

/** Whether this file holds the texts of a language; the name ends with a hash. */
function isLanguage(name) {
  return languages.some((language) => new RegExp(`^${language}-[\\w-]{8}\\.js$`).test(name));
}

/** The scripts and styles of the UI with their sizes. */
export function filesOfUi(folder = dist) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries
    .filter(({ name }) => ['.js', '.css'].includes(extname(name)))
    .map(({ name, parentPath }) => {
      const bytes = gzipSync(readFileSync(join(parentPath, name)), { level: 9 }).length;
      return { name, bytes, kind: isLanguage(name) ? 'language' : extname(name).slice(1) };
    });
}

/** The sums that have budgets. */
export function sizesOfUi(files = filesOfUi()) {
  const of = (kind) => files.filter((file) => file.kind === kind).map(({ bytes }) => bytes);
  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
  return { js: sum(of('js')), css: sum(of('css')), language: Math.max(0, ...of('language')) };
}

if (process.argv[1] === import.meta.filename) {
  const files = filesOfUi();
  for (const { name, bytes } of files) process.stdout.write(`${String(bytes).padStart(7)}  ${name}\n`);
  report(sizesOfUi(files));
}
