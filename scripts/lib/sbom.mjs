// Writes what ships as a CycloneDX list of components: the crates that are linked into the program, and the npm packages
// with code in the UI. Called by scripts/sbom.
//
// Usage: node scripts/lib/sbom.mjs TARGET FILE
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { bundledPackages } from './bundled.mjs';

const [target, file] = process.argv.slice(2);
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
const program = 'returning-widgets';

/** `name version` of each locked crate, and the SHA-256 of its archive. */
function checksums() {
  const entries = readFileSync('Cargo.lock', 'utf8').split('[[package]]').slice(1);
  const fieldsOf = (entry) => [...entry.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, field, value]) => [field, value]);
  const fields = entries.map((entry) => Object.fromEntries(fieldsOf(entry)));
  return new Map(fields.map(({ name, version, checksum }) => [`${name} ${version}`, checksum]));
}

/**
 * The crates and what each needs. From `cargo tree`, since `cargo metadata`, which the usual tools read, also names
 * optional crates that no feature turned on.
 */
function crates() {
  // As the bundler builds it. Build scripts and macros run at build time, and are not in the program.
  const built = ['--package', program, '--features', 'custom-protocol', '--target', target];
  const kept = ['--edges', 'normal,no-proc-macro', '--prefix', 'depth', '--format', '|{p}|{l}'];
  const known = checksums();
  const components = new Map();
  const needs = new Map();
  const path = [];
  for (const line of run('cargo', 'tree', '--locked', ...built, ...kept)
    .trim()
    .split('\n')) {
    const [depth, name, version, licence] = /^(\d+)\|(\S+) v(\S+)[^|]*\|(.*?)(?: \(\*\))?$/.exec(line).slice(1);
    const ref = `pkg:cargo/${name}@${version}`;
    path.length = Number(depth);
    path.push(ref);
    if (path.length > 1) needs.get(path.at(-2)).add(ref);
    if (components.has(ref)) continue;
    needs.set(ref, new Set());
    const checksum = known.get(`${name} ${version}`);
    components.set(ref, {
      type: 'library',
      'bom-ref': ref,
      name,
      version,
      purl: ref,
      // Crates from before SPDX expressions have a slash for OR.
      licenses: [{ expression: licence.replaceAll(/\s*\/\s*/g, ' OR ') }],
      ...(checksum && { hashes: [{ alg: 'SHA-256', content: checksum }] }),
    });
  }
  return { components, needs };
}

/** The npm packages, in npm's own words but for the note that they are for development. */
async function npmPackages() {
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const listed = JSON.parse(run('npm', 'sbom', '--sbom-format=cyclonedx', '--package-lock-only')).components;
  return (await bundledPackages()).map((place) => {
    const wanted = `${place.split('node_modules/').at(-1)}@${locked[place].version}`;
    const { name, version, purl, licenses, hashes } = listed.find((each) => each['bom-ref'] === wanted);
    return { type: 'library', 'bom-ref': purl, name, version, purl, licenses, hashes };
  });
}

const { components, needs } = crates();
const npm = await npmPackages();
const [root] = components.keys();
const app = { ...components.get(root), type: 'application' };
components.delete(root);
for (const each of npm) needs.get(root).add(each['bom-ref']);

// The date of the sources, so that the same sources give the same file.
const secondsOfSources = process.env.SOURCE_DATE_EPOCH ?? run('git', 'log', '-1', '--format=%ct');
const body = {
  metadata: {
    timestamp: new Date(Number(secondsOfSources) * 1000).toISOString(),
    lifecycles: [{ phase: 'build' }],
    component: app,
    properties: [
      { name: 'cdx:rustc:sbom:target:triple', value: target },
      { name: 'rustc', value: run('rustc', '--version').trim() },
    ],
  },
  components: [...components.values(), ...npm].sort((a, b) => (a.purl < b.purl ? -1 : 1)),
  dependencies: [...needs]
    .map(([ref, on]) => ({ ref, dependsOn: [...on].sort() }))
    .sort((a, b) => (a.ref < b.ref ? -1 : 1)),
};
// A name for exactly this content, in the shape of a random UUID.
const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex');
const uuid = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
const serialNumber = `urn:uuid:${uuid}`;
const bom = { bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber, version: 1, ...body };
writeFileSync(file, `${JSON.stringify(bom, null, 1)}\n`);
console.log(`${file}: ${components.size} crates, ${npm.length} npm packages`);
