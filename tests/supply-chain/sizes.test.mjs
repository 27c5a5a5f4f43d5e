// Sizes are held against the budgets, and what breaks one is named.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { budgets, judged, table } from '../../scripts/lib/budgets.mjs';
import { filesOfUi, sizesOfUi } from '../../ui/scripts/size.mjs';

const limits = { binary: { name: 'program', most: 100 }, js: { name: 'scripts', most: 10 } };

test('a size may be as large as its budget, and no larger', () => {
  const holds = (binary) => judged({ binary }, limits)[0].holds;
  assert.deepEqual([1, 100, 101].map(holds), [true, true, false]);
});

test('what is missing does not pass as small', () => {
  const [row] = judged({ js: 0 }, limits);
  assert.equal(row.holds, false);
  assert.match(table([row]), /scripts .*MISSING/);
});

test('a broken budget is named, and by how much it is broken', () => {
  const lines = table(judged({ binary: 123, js: 9 }, limits)).split('\n');
  assert.match(lines[0], /program +123 bytes, at most 100 {2}TOO BIG by 23$/);
  assert.match(lines[1], /scripts +9 bytes, at most 10$/);
});

test('nothing is measured that has no budget', () => {
  assert.throws(() => judged({ exe: 1 }, limits), /no budget for exe/);
});

test('the budgets are as exact as docs/bench.md shows them', () => {
  for (const { name, most } of Object.values(budgets)) assert.equal(most % 100, 0, name);
});

test('of the languages the largest counts, and apart from the other scripts', () => {
  const dist = mkdtempSync(join(tmpdir(), 'sizes-'));
  try {
    mkdirSync(join(dist, 'assets'));
    const put = (name, text) => writeFileSync(join(dist, name), text);
    put('assets/main-aaaaaaaa.js', 'main');
    put('assets/shared-aaaaaaaa.js', 'shared');
    put('assets/es-aaaaaaaa.js', 'short');
    put('assets/pt-BR-aaaaaaaa.js', 'abcdefghijklmnopqrstuvwxyz');
    put('assets/main.css', 'style');
    put('index.html', 'page');
    const files = filesOfUi(dist);
    const bytes = (name) => files.find((file) => file.name.startsWith(name)).bytes;
    assert.deepEqual(sizesOfUi(files), {
      js: bytes('main-') + bytes('shared'),
      css: bytes('main.css'),
      language: bytes('pt-BR'),
    });
  } finally {
    rmSync(dist, { recursive: true });
  }
});
