// Holds sizes in bytes against tests/bench/budgets.json.
import { readFileSync } from 'node:fs';

export const budgets = JSON.parse(readFileSync(new URL('../../tests/bench/budgets.json', import.meta.url), 'utf8'));

/** Each of these sizes with its budget. One of 0 is of something that is missing, so it breaks its budget, too. */
export function judged(sizes, limits = budgets) {
  return Object.entries(sizes).map(([kind, bytes]) => {
    if (!(kind in limits)) throw new Error(`There is no budget for ${kind}.`);
    const { name, most } = limits[kind];
    return { name, bytes, most, holds: bytes > 0 && bytes <= most };
  });
}

function verdict({ bytes, most, holds }) {
  if (holds) return '';
  return bytes > most ? `  TOO BIG by ${bytes - most}` : '  MISSING';
}

/** A line for each. */
export function table(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (row) =>
    `  ${row.name.padEnd(width)}  ${String(row.bytes).padStart(8)} bytes, at most ${row.most}${verdict(row)}\n`;
  return rows.map(line).join('');
}

/** Prints them, and has the process end with 1 when a budget is broken. */
export function report(sizes) {
  const rows = judged(sizes);
  process.stdout.write(table(rows));
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
}
