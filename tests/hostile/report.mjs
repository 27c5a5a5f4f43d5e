// What became of every attack of the threat list. Fails when one had its effect, or when one was not tried.
//
// Usage: node tests/hostile/report.mjs FOLDER [--write]    (FOLDER: the results; --write: docs/hostile-report.md as well)
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const groups = [
  ['A', 'Reach the host', 1, 16],
  ['B', 'The relay of tokens', 17, 29],
  ['C', 'Leave the frame', 30, 38],
  ['D', 'Deceive', 39, 46],
  ['E', 'Exhaust', 47, 52],
  ['F', 'Permissions', 53, 53],
  ['G', 'Steal or confuse', 54, 64],
];

/** How a result shows that the attack was a real one: its key, and what the report says of it. */
const proofs = {
  without: (text) => `works without ${text}`,
  engine: (text) => `blocked by the engine: ${text}`,
  observed: (text) => `observed: ${text}`,
};
const proofOf = (result) => Object.keys(proofs).filter((key) => typeof result[key] === 'string' && result[key] !== '');

/** Everything for which the report fails. */
export function problemsOf(numbers, results) {
  const problems = [];
  for (const result of results) {
    const { number, test } = result;
    if (!(number in numbers)) problems.push(`${test}: there is no attack ${number}`);
    else if ('cannot' in numbers[number])
      problems.push(`${number} is said to be impossible to try, but ${test} tries it`);
    if (result.succeeded !== false) problems.push(`${number} has its effect on the app as it is: ${test}`);
    if (proofOf(result).length !== 1)
      problems.push(`${number} needs one proof and has ${proofOf(result).length}: ${test}`);
  }
  for (const [number, entry] of Object.entries(numbers)) {
    if ('kept_by' in entry === 'cannot' in entry) problems.push(`${number} is either kept by an attack or impossible`);
    if (entry.kept_by !== undefined && entry.kept_by !== 'attack')
      problems.push(`${number}: kept by ${entry.kept_by}?`);
    if ('kept_by' in entry && !results.some((result) => result.number === number))
      problems.push(`${number} was not tried`);
  }
  return problems;
}

export function totalsOf(numbers, results) {
  const provenBy = (key) => results.filter((result) => proofOf(result)[0] === key).length;
  const impossible = Object.values(numbers).filter((entry) => 'cannot' in entry).length;
  return [
    `attacks run ${results.length}`,
    `blocked ${results.filter((result) => result.succeeded === false).length}`,
    `proven on the weakened build ${provenBy('without')}`,
    `blocked by the engine ${provenBy('engine')}`,
    `observed ${provenBy('observed')}`,
    `not expressible ${impossible}`,
  ].join(', ');
}

/** The attacks whose proof took more than one try, each with its count. */
export function slowProofsOf(results) {
  const slow = results.filter((result) => result.proven_in > 1);
  return slow.map(({ number, tries, test, proven_in }) => `${number} ${tries} (${test}): proven in ${proven_in} tries`);
}

/** The lines of one number: what is tried, what became of it, what proves it, and the test. */
function linesOf(number, entry, results) {
  if ('cannot' in entry) return [[number, entry.title, 'not expressible', entry.cannot, '']];
  const own = results.filter((result) => result.number === number);
  if (own.length === 0) return [[number, entry.title, 'NOT TRIED', '', '']];
  own.sort((a, b) => (a.test < b.test ? -1 : 1));
  return own.map((result) => {
    const [key] = proofOf(result);
    const outcome = result.succeeded === false ? 'blocked' : 'WORKS';
    return [number, `${entry.title}: ${result.tries}`, outcome, key ? proofs[key](result[key]) : '', result.test];
  });
}

function sections(numbers, results) {
  return groups.map(([letter, title, first, last]) => {
    const own = Object.entries(numbers).filter(
      ([number]) => Number(number.slice(1)) >= first && Number(number.slice(1)) <= last,
    );
    own.sort(([a], [b]) => (a < b ? -1 : 1));
    return { letter, title, lines: own.flatMap(([number, entry]) => linesOf(number, entry, results)) };
  });
}

export function printed(numbers, results) {
  const table = sections(numbers, results).map(({ letter, title, lines }) => {
    const rows = lines.map(
      ([number, tried, outcome, proof]) =>
        `  ${number}  ${outcome.padEnd(15)}  ${[tried, proof].filter(Boolean).join('; ')}`,
    );
    return [`${letter}. ${title}`, ...rows].join('\n');
  });
  return [...table, totalsOf(numbers, results)].join('\n\n');
}

/** The report as a document; `made` says when, and with which versions. */
export function document(numbers, results, made) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
  const tables = sections(numbers, results).map(({ letter, title, lines }) => {
    const rows = lines.map(([number, tried, outcome, proof, test]) => {
      return `| ${[number, tried, outcome, proof].map(cell).join(' | ')} | ${test ? `\`${cell(test)}\`` : ''} |`;
    });
    return [`## ${letter}. ${title}`, '', '| | tried | result | proof | test |', '|---|---|---|---|---|', ...rows].join(
      '\n',
    );
  });
  const head = `# Hostile content

Written by \`scripts/hostile\` on ${made.date}, on WebKitGTK ${made.webkit} with Tauri ${made.tauri}. Each attack is a page of
a hostile service in the real app. *Works without* names the defences without which the same attack had its effect, on a
build that lacks them; so the test would have seen it. *Blocked by the engine* had no effect on that build either.

${totalsOf(numbers, results)}.`;
  return `${[head, ...tables].join('\n\n')}\n`;
}

function versions() {
  const tauri = /name = "tauri"\nversion = "(.*)"/.exec(readFileSync('Cargo.lock', 'utf8'))[1];
  const webkit = execFileSync('pkg-config', ['--modversion', 'webkit2gtk-4.1'], { encoding: 'utf8' }).trim();
  return { date: new Date().toISOString().slice(0, 10), tauri, webkit };
}

if (process.argv[1] === import.meta.filename) {
  const [folder, write] = process.argv.slice(2);
  const numbers = JSON.parse(readFileSync(new URL('numbers.json', import.meta.url), 'utf8'));
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const results = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  console.log(printed(numbers, results));
  for (const line of slowProofsOf(results)) console.log(line);
  const problems = problemsOf(numbers, results);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    process.exitCode = 1;
  } else if (write === '--write') {
    writeFileSync('docs/hostile-report.md', document(numbers, results, versions()));
    console.log('Written: docs/hostile-report.md');
  }
}
