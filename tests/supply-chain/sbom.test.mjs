// The list of what ships names what ships, and nothing that only builds or tests it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = join(process.env.CARGO_TARGET_DIR ?? 'target', 'sbom');
const files = readdirSync(folder).filter((name) => name.endsWith('.cdx.json'));
// What the licences of the crates are held against is in deny.toml.
const licencesOfNpm = ['MIT', 'ISC', 'Apache-2.0 OR MIT'];

test('there is a list', () => assert.notEqual(files.length, 0));

for (const file of files) {
  const bom = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const names = (kind) =>
    bom.components.filter((each) => each.purl.startsWith(`pkg:${kind}/`)).map((each) => each.name);

  test(`${file} is a CycloneDX list of this app`, () => {
    assert.equal(bom.bomFormat, 'CycloneDX');
    assert.equal(bom.specVersion, '1.5');
    assert.match(bom.serialNumber, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(bom.metadata.component.name, 'returning-widgets');
  });

  test(`${file} names what is in the program and in the UI`, () => {
    for (const crate of ['tauri', 'wry', 'reqwest', 'rustls', 'aws-lc-rs', 'keyring-core', 'widget-core']) {
      assert.ok(names('cargo').includes(crate), crate);
    }
    for (const name of ['svelte', '@tauri-apps/api', '@lucide/svelte']) assert.ok(names('npm').includes(name), name);
  });

  test(`${file} names nothing that only builds or tests`, () => {
    const crates = ['fantoccini', 'tempfile', 'proptest', 'tauri-build', 'tauri-macros', 'serde_derive', 'bench'];
    for (const crate of crates) assert.ok(!names('cargo').includes(crate), crate);
    for (const name of ['vite', 'vitest', 'eslint', 'typescript', '@tauri-apps/cli']) {
      assert.ok(!names('npm').includes(name), name);
    }
  });

  test(`${file} says of each what it is, under which licence, and by which hash`, () => {
    const ours = ['widget-core', 'demo-service'];
    for (const { name, version, purl, licenses, hashes, type, 'bom-ref': ref } of bom.components) {
      assert.equal(type, 'library');
      assert.equal(ref, purl);
      assert.match(purl, /^pkg:(cargo|npm)\/\S+@\d/);
      assert.ok(version, name);
      assert.ok(licenses[0].expression ?? licenses[0].license.id, name);
      if (!ours.includes(name)) assert.match(hashes[0].content, /^([0-9a-f]{64}|[0-9a-f]{128})$/, name);
      if (purl.startsWith('pkg:npm/')) {
        assert.ok(licencesOfNpm.includes(licenses[0].expression ?? licenses[0].license.id), name);
      }
    }
  });

  test(`${file} names no component twice, and what each needs is in it`, () => {
    const refs = [bom.metadata.component['bom-ref'], ...bom.components.map((each) => each['bom-ref'])];
    assert.equal(new Set(refs).size, refs.length);
    for (const { ref, dependsOn } of bom.dependencies) {
      for (const each of [ref, ...dependsOn]) assert.ok(refs.includes(each), each);
    }
  });

  test(`${file} has no path of the machine it was made on`, () => {
    assert.doesNotMatch(JSON.stringify(bom), /file:\/\/|"\/(home|root|tmp|Users)/);
  });
}
