// Whether the lock files name for every package what its bytes must be, and no place but the public registries.
import { readFileSync } from 'node:fs';

const crates = 'registry+https://github.com/rust-lang/crates.io-index';
const npm = 'https://registry.npmjs.org/';

/** What is wrong with a Cargo.lock, given the names of the workspace's own crates. */
export function problemsOfCargo(text, members) {
  const problems = [];
  for (const entry of text.split('[[package]]').slice(1)) {
    const field = (name) => new RegExp(`^${name} = "(.*)"$`, 'm').exec(entry)?.[1];
    const name = `${field('name')} ${field('version')}`;
    const source = field('source');
    if (source === undefined) {
      if (!members.includes(field('name'))) problems.push(`${name} comes from a folder outside the workspace`);
    } else if (source !== crates) {
      problems.push(`${name} comes from ${source}`);
    } else if (!/^[0-9a-f]{64}$/.test(field('checksum') ?? '')) {
      problems.push(`${name} has no checksum`);
    }
  }
  return problems;
}

/** What is wrong with a package-lock.json. */
export function problemsOfNpm(lock) {
  const problems = [];
  if (lock.lockfileVersion !== 3) problems.push(`its version is ${lock.lockfileVersion} instead of 3`);
  for (const [place, entry] of Object.entries(lock.packages ?? {})) {
    // The entry without a place is the project itself.
    if (place === '') continue;
    if (entry.link) problems.push(`${place} is a link to a folder`);
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')) problems.push(`${place} has no sha512 integrity`);
    if (entry.resolved !== undefined && !entry.resolved.startsWith(npm)) {
      problems.push(`${place} comes from ${entry.resolved}`);
    }
    if (!/^\d+\.\d+\.\d+/.test(entry.version ?? '')) problems.push(`${place} has the version ${entry.version}`);
  }
  return problems;
}

if (process.argv[1] === import.meta.filename) {
  const members = process.argv.slice(2);
  const lists = {
    'Cargo.lock': problemsOfCargo(readFileSync('Cargo.lock', 'utf8'), members),
    'package-lock.json': problemsOfNpm(JSON.parse(readFileSync('package-lock.json', 'utf8'))),
  };
  for (const [file, problems] of Object.entries(lists)) {
    for (const problem of problems) console.error(`${file}: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}
