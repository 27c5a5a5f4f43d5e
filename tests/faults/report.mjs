// What became of every fault of the threat list. Fails when one left no result.
//
// Usage: node tests/faults/report.mjs FOLDER [--write]    (FOLDER: the results; --write: docs/faults.md as well)
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything for which the report fails. */
export function problemsOf(numbers, results) {
  const problems = [];
  for (const { number, test } of results) {
    if (!(number in numbers)) problems.push(`${test}: there is no fault ${number}`);
    else if ('cannot' in numbers[number]) problems.push(`${number} is said to be impossible, but ${test} tries it`);
  }
  for (const [number, entry] of Object.entries(numbers)) {
    if ('kept_by' in entry === 'cannot' in entry) problems.push(`${number} is either kept by a test or impossible`);
    if ('kept_by' in entry && !results.some((result) => result.number === number))
      problems.push(`${number} left no result`);
  }
  return problems;
}

/** A time as people read it; nothing where none was measured. */
export function time(milliseconds) {
  if (milliseconds === null) return '';
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The rows of the table: number, fault, how it was made, what was seen, time to recover, test. */
export function rowsOf(numbers, results) {
  return Object.entries(numbers).flatMap(([number, entry]) => {
    if ('cannot' in entry) return [[number, entry.title, '', `not expressible: ${entry.cannot}`, '', '']];
    const own = results.filter((result) => result.number === number);
    own.sort((a, b) => (a.test < b.test ? -1 : 1));
    if (own.length === 0) return [[number, entry.title, '', 'NO RESULT', '', '']];
    return own.map(({ fault, injected, survived, recovered_ms: recovered, test }) => {
      return [number, fault, injected, survived, time(recovered), test];
    });
  });
}

export function totalsOf(numbers, results) {
  const kept = Object.values(numbers).filter((entry) => 'kept_by' in entry).length;
  const impossible = Object.values(numbers).length - kept;
  return `faults ${kept}, tests ${results.length}, survived ${results.length}, not expressible ${impossible}`;
}

export function printed(numbers, results) {
  const rows = rowsOf(numbers, results).map(([number, fault, injected, survived, recovered]) => {
    const how = injected ? ` <- ${injected}` : '';
    return `  ${number}  ${fault}${how} -> ${survived}${recovered ? ` -> ${recovered}` : ''}`;
  });
  return [...rows, '', totalsOf(numbers, results)].join('\n');
}

/** The report as a document; `made` says when. */
export function document(numbers, results, made) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
  const rows = rowsOf(numbers, results).map(([number, fault, injected, survived, recovered, test]) => {
    return `| ${[number, fault, injected, survived, recovered].map(cell).join(' | ')} | ${test ? `\`${cell(test)}\`` : ''} |`;
  });
  return `# Faults

Written by \`scripts/test long\` on ${made}. Each row is a test that makes the fault happen, most of them to the real app
in the real web engine. The time is from the end of the fault, or from its start where it does not end by itself, until
everything worked or was said; of a debug build on a machine with two cores.

${totalsOf(numbers, results)}.

| | fault | made by | survived | time to recover | test |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

if (process.argv[1] === import.meta.filename) {
  const [folder, write] = process.argv.slice(2);
  const numbers = JSON.parse(readFileSync(new URL('numbers.json', import.meta.url), 'utf8'));
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const results = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  console.log(printed(numbers, results));
  const problems = problemsOf(numbers, results);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    process.exitCode = 1;
  } else if (write === '--write') {
    writeFileSync('docs/faults.md', document(numbers, results, new Date().toISOString().slice(0, 10)));
    console.log('Written: docs/faults.md');
  }
}
