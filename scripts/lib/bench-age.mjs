// Whether docs/bench.md still tells of this app: it names a commit that is not long ago, and the limits in it are those of
// tests/bench. Ends with 1 when not.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { budgets } from './budgets.mjs';

/** How many commits may lie between the page and what is there. */
export const MOST_COMMITS = 60;

/** The commit that the page says it is of. */
function commitOf(page) {
  return /^By `scripts\/bench` on \d{4}-\d{2}-\d{2}, at commit ([0-9a-f]{7,40})\.$/m.exec(page)?.[1];
}

function git(folder, ...args) {
  const { status, stdout, error } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (error) throw error;
  return { ok: status === 0, said: stdout.trim() };
}

/** How many commits the page is old, or why it can't be relied on. */
export function ageOf(page, folder) {
  const commit = commitOf(page);
  if (commit === undefined) return { problem: 'it names no commit' };
  if (!git(folder, 'merge-base', '--is-ancestor', commit, 'HEAD').ok) {
    const shallow = git(folder, 'rev-parse', '--is-shallow-repository').said === 'true';
    const why = shallow
      ? 'the history ends before it here: git fetch --unshallow brings the rest'
      : 'HEAD does not have it';
    return { commit, problem: `it is of the commit ${commit}, and ${why}` };
  }
  const commits = Number(git(folder, 'rev-list', '--count', `${commit}..HEAD`).said);
  if (commits <= MOST_COMMITS) return { commit, commits };
  return { commit, commits, problem: `it is of ${commit}, ${commits} commits ago, of at most ${MOST_COMMITS}` };
}

function ratio(times, signIns = 0) {
  if (times === undefined) return 'none';
  return signIns > 0 ? `${times.toFixed(2)} × and ${signIns} sign-ins` : `${times.toFixed(2)} ×`;
}

/** Every limit by the name of its row, as a page has it. */
function limitsOf(plan, sizes) {
  const ofSizes = Object.values(sizes).map(({ name, most }) => [name, `${(most / 1000).toFixed(1)} kB`]);
  const ofScenarios = plan.scenarios.flatMap(({ name, limits }) => [
    [`${name}: time`, ratio(limits.time_ratio, limits.plus_sign_ins)],
    [`${name}: memory`, ratio(limits.memory_ratio)],
  ]);
  return new Map([...ofSizes, ...ofScenarios]);
}

/** Every limit in the page. What follows from a measurement has in brackets how. */
function limitsIn(page) {
  const tables = page.split(/^\| what \| limit \| .*\n.*\n/m);
  const rows = (tables[1] ?? '').split('\n\n')[0].split('\n');
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  return new Map(cells.map(([, name, limit = '']) => [name, /\((.*)\)$/.exec(limit)?.[1] ?? limit]));
}

/** Where the limits in the page are others than those that hold. */
export function problemsOfLimits(page, plan, sizes) {
  const [said, wanted] = [limitsIn(page), limitsOf(plan, sizes)];
  const names = new Set([...wanted.keys(), ...said.keys()].filter(Boolean));
  const differs = [...names].filter((name) => said.get(name) !== wanted.get(name));
  const told = (limits, name) => limits.get(name) ?? 'missing';
  return differs.map(
    (name) => `${name}: the limit is ${told(said, name)} in the page, and ${told(wanted, name)} in tests/bench`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const page = readFileSync('docs/bench.md', 'utf8');
  const plan = JSON.parse(readFileSync('tests/bench/plan.json', 'utf8'));
  const { commit, commits, problem } = ageOf(page, '.');
  const problems = [...(problem ? [problem] : []), ...problemsOfLimits(page, plan, budgets)];
  if (problems.length > 0) {
    for (const each of problems) console.error(`docs/bench.md: ${each}`);
    console.error('To have it written anew, run scripts/bench.');
    process.exitCode = 1;
  } else {
    console.log(`docs/bench.md is of ${commit}, ${commits} commits ago, with the limits of tests/bench`);
  }
}
