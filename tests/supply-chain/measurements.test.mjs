// A page of measurements that tells of another app is found out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ageOf, MOST_COMMITS, problemsOfLimits } from '../../scripts/lib/bench-age.mjs';

const folder = mkdtempSync(join(tmpdir(), 'measurements-'));
after(() => rmSync(folder, { recursive: true }));
const repository = join(folder, 'repository');

function git(...args) {
  const person = ['-c', 'user.name=Someone', '-c', 'user.email=someone@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...person, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
const here = (...args) => git('-C', repository, ...args);
const commit = (times = 1) => {
  for (let time = 0; time < times; time += 1) here('commit', '--quiet', '--allow-empty', '--message=A change');
  return here('rev-parse', '--short=12', 'HEAD');
};
const pageOf = (hash) => `# Measured\n\nBy \`scripts/bench\` on 2026-01-02, at commit ${hash}.\nTwo cores.\n`;

git('init', '--quiet', '--initial-branch=main', repository);
const first = commit();

test('a page of what is checked out has no age', () => {
  assert.deepEqual(ageOf(pageOf(first), repository), { commit: first, commits: 0 });
});

test('a page without a commit is told', () => {
  assert.match(ageOf('By `scripts/bench` on 2026-01-02.\n', repository).problem, /names no commit/);
});

test('a commit that HEAD does not have is told, be it of another branch or unknown', () => {
  here('switch', '--quiet', '--create=aside');
  const aside = commit();
  here('switch', '--quiet', 'main');
  for (const hash of [aside, 'abcdef012345']) assert.match(ageOf(pageOf(hash), repository).problem, /HEAD does not/);
});

test('a page may be some commits old, and no older', () => {
  commit(MOST_COMMITS);
  assert.deepEqual(ageOf(pageOf(first), repository), { commit: first, commits: MOST_COMMITS });
  commit();
  assert.match(ageOf(pageOf(first), repository).problem, new RegExp(`${MOST_COMMITS + 1} commits ago`));
});

test('where the history is cut off, it is said how to bring the rest', () => {
  const shallow = join(folder, 'shallow');
  git('clone', '--quiet', '--depth=1', `file://${repository}`, shallow);
  assert.match(ageOf(pageOf(first), shallow).problem, /git fetch --unshallow/);
});

const sizes = { deb: { name: '.deb', most: 5_000_000 } };
const plan = { scenarios: [{ name: 'start', limits: { time_ratio: 1.05, plus_sign_ins: 1.2 } }] };
const head = '| what | limit | measured | verdict |\n| --- | --- | --- | --- |\n';
const rows = [
  '| .deb | 5000.0 kB | 3000.0 kB | holds |',
  '| start: time | 122 ms (1.05 × and 1.2 sign-ins) | 90 ms (0.90 ×) | holds |',
  '| start: memory | none | 10 MB (1.00 ×) | no limit |',
];
const behind = '\n\n## Behind the ratios\n\n| what | app, ms |\n| --- | --- |\n| start | 90 [80-95] |\n';
const problems = (...lines) => problemsOfLimits(`# Measured\n\n${head}${lines.join('\n')}${behind}`, plan, sizes);

test('a page with the limits that hold is good', () => {
  assert.deepEqual(problems(...rows), []);
});

test('a limit that was loosened, tightened or taken away since is told', () => {
  for (const [from, to] of [
    ['5000.0 kB', '5000.1 kB'],
    ['1.05 ×', '1.10 ×'],
    ['1.2 sign-ins', '1.5 sign-ins'],
    ['122 ms (1.05 × and 1.2 sign-ins)', 'none'],
    ['| none |', '| 12 MB (1.15 ×) |'],
  ]) {
    const changed = rows.map((row) => row.replace(from, to));
    assert.equal(problems(...changed).length, 1, to);
  }
});

test('a limit that only the page or only the plan has is told', () => {
  assert.deepEqual(problems(...rows.slice(1)), [
    '.deb: the limit is missing in the page, and 5000.0 kB in tests/bench',
  ]);
  assert.deepEqual(problems(...rows, '| .exe | 1.0 kB | 1.0 kB | holds |'), [
    '.exe: the limit is 1.0 kB in the page, and missing in tests/bench',
  ]);
  assert.equal(problemsOfLimits('# Measured\n', plan, sizes).length, rows.length);
});
