// Sums what the windows load, gzipped, and fails above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist', import.meta.url).pathname;
const budgets = { '.js': 60_000, '.css': 12_000 };
const sums = { '.js': 0, '.css': 0 };

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const kind = extname(entry.name);
  if (!entry.isFile() || !(kind in sums)) continue;
  const size = gzipSync(readFileSync(join(entry.parentPath, entry.name)), { level: 9 }).length;
  sums[kind] += size;
  process.stdout.write(`${String(size).padStart(7)}  ${entry.name}\n`);
}

for (const [kind, budget] of Object.entries(budgets)) {
  const within = sums[kind] > 0 && sums[kind] <= budget;
  process.stdout.write(
    `${String(sums[kind]).padStart(7)}  all ${kind} (at most ${budget})${within ? '' : '  TOO BIG'}\n`,
  );
  if (!within) process.exitCode = 1;
}
