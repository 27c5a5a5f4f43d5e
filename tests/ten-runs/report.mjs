// What many runs of the tests of the real app came to. Fails when a test failed in one of them.
//
// Usage: node tests/ten-runs/report.mjs FOLDER FILE    (FOLDER: 1.xml, 2.xml, …, as cargo-nextest writes them, each beside
// a folder with the hostile suite's results; FILE: the page that is written)
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slowProofsOf } from '../hostile/report.mjs';

/** One run as cargo-nextest writes it: how many tests, the names of those that failed, and the seconds that it took. */
export function readRun(xml) {
  const head = /<testsuites [^>]*tests="(\d+)"[^>]*time="([\d.]+)"/.exec(xml);
  if (!head) throw new Error('no <testsuites> with its count and time');
  const cases = xml.split('<testcase ').slice(1);
  const failed = cases
    .filter((text) => /<(failure|error)[ >]/.test(text))
    .map((text) => /name="([^"]*)"/.exec(text)[1]);
  return { tests: Number(head[1]), seconds: Number(head[2]), failed };
}

/** The page; `made` says when and at which commit. */
export function page(runs, slowProofs, made) {
  const rows = runs.map(
    ({ tests, seconds, failed }, at) =>
      `| ${at + 1} | ${tests} | ${failed.length} | ${Math.round(seconds)} | ${failed.map((name) => `\`${name}\``).join(', ')} |`,
  );
  const failures = runs.reduce((sum, { failed }) => sum + failed.length, 0);
  const proofs =
    slowProofs.length === 0 ? 'Every proof came at the first try.' : slowProofs.map((line) => `- ${line}`).join('\n');
  return `# Run after run

By \`scripts/ten-runs\` on ${made.date}, at commit ${made.commit}: the end-to-end, hostile and fault tests ${runs.length} times
in a row, ${failures} failures. No test gets another try; a proof on the weakened build may take more than one, and is
named.

| run | tests | failed | seconds | which |
| ---: | ---: | ---: | ---: | --- |
${rows.join('\n')}

${proofs}
`;
}

if (process.argv[1] === import.meta.filename) {
  const [folder, file] = process.argv.slice(2);
  const numbers = readdirSync(folder).flatMap((name) => /^(\d+)\.xml$/.exec(name)?.[1] ?? []);
  numbers.sort((a, b) => a - b);
  const runs = numbers.map((number) => readRun(readFileSync(join(folder, `${number}.xml`), 'utf8')));
  const slowProofs = numbers.flatMap((number) => {
    const results = join(folder, number);
    if (!existsSync(results)) return [];
    const read = (name) => JSON.parse(readFileSync(join(results, name), 'utf8'));
    return slowProofsOf(readdirSync(results).map(read)).map((line) => `run ${number}: ${line}`);
  });
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  writeFileSync(file, page(runs, slowProofs, { date: new Date().toISOString().slice(0, 10), commit }));
  console.log(`Written: ${file}`);
  if (runs.length === 0 || runs.some(({ failed }) => failed.length > 0)) process.exitCode = 1;
}
