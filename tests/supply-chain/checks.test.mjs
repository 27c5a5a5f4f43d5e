// The checks of scripts/supply-chain find what they are for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOfCargo, problemsOfNpm } from '../../scripts/lib/lock-files.mjs';
import { judgeAdvisories, judgeSignatures, NO_ANSWER } from '../../scripts/lib/npm-registry.mjs';

const crates = 'registry+https://github.com/rust-lang/crates.io-index';
const checksum = 'a'.repeat(64);
const integrity = `sha512-${'A'.repeat(86)}==`;

const crate = (...lines) => ['[[package]]', 'name = "x"', 'version = "1.0.0"', ...lines].join('\n');

test('a crate is of the workspace, or of the public registry with a checksum', () => {
  const problems = (...lines) => problemsOfCargo(crate(...lines), ['ours']);
  assert.deepEqual(problems(`source = "${crates}"`, `checksum = "${checksum}"`), []);
  assert.deepEqual(problemsOfCargo(crate(), ['x']), []);
  assert.deepEqual(problems(), ['x 1.0.0 comes from a folder outside the workspace']);
  assert.deepEqual(problems(`source = "${crates}"`), ['x 1.0.0 has no checksum']);
  assert.deepEqual(problems('source = "git+https://example.com/x#1"'), [
    'x 1.0.0 comes from git+https://example.com/x#1',
  ]);
});

test('an npm package has an integrity and comes from the public registry', () => {
  const problems = (entry) => problemsOfNpm({ lockfileVersion: 3, packages: { '': {}, 'node_modules/x': entry } });
  assert.deepEqual(problems({ version: '1.0.0', integrity }), []);
  assert.deepEqual(
    problems({ version: '1.0.0', integrity, resolved: 'https://registry.npmjs.org/x/-/x-1.0.0.tgz' }),
    [],
  );
  for (const bad of [
    { version: '1.0.0' },
    { version: '1.0.0', integrity: 'sha1-AAAA' },
    { version: '1.0.0', integrity, resolved: 'https://registry.npmjs.org.example.com/x.tgz' },
    { version: '1.0.0', integrity, resolved: 'git+ssh://git@example.com/x.git' },
    { version: 'file:../x', integrity },
    { version: '1.0.0', integrity, link: true },
  ]) {
    assert.equal(problems(bad).length, 1, JSON.stringify(bad));
  }
});

test('an advisory stops for what ships, and for a tool only when it is grave', () => {
  const reply = (name, severity) => ({
    auditReportVersion: 2,
    vulnerabilities: { [name]: { name, severity, range: '<2' } },
  });
  assert.equal(judgeAdvisories({ auditReportVersion: 2, vulnerabilities: {} }, ['svelte']).code, 0);
  assert.equal(judgeAdvisories(reply('svelte', 'low'), ['svelte']).code, 1);
  assert.equal(judgeAdvisories(reply('vite', 'moderate'), ['svelte']).code, 0);
  assert.equal(judgeAdvisories(reply('vite', 'high'), ['svelte']).code, 1);
});

test('a bad signature and a missing one stop', () => {
  const x = { name: 'x', version: '1.0.0' };
  assert.equal(judgeSignatures({ invalid: [], missing: [] }).code, 0);
  assert.equal(judgeSignatures({ invalid: [x], missing: [] }).code, 1);
  assert.equal(judgeSignatures({ invalid: [], missing: [x] }).code, 1);
});

test('no answer is told from a finding', () => {
  const noEndpoint = { message: '405 Method Not Allowed', statusCode: 405, error: { summary: '' } };
  const noHost = { error: { code: 'ENOTFOUND', summary: 'getaddrinfo ENOTFOUND' } };
  const unknown = { error: { code: 'EINTEGRITY', summary: 'the bytes are others' } };
  assert.deepEqual(judgeAdvisories(noEndpoint, []), { code: NO_ANSWER, lines: ['405 Method Not Allowed'] });
  assert.equal(judgeSignatures(noHost).code, NO_ANSWER);
  assert.equal(judgeSignatures(unknown).code, 1);
});
