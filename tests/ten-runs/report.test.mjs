// The page of many runs counts what failed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, readRun } from './report.mjs';

const xml = `<testsuites name="nextest-run" tests="2" failures="1" errors="0" uuid="x" timestamp="t" time="12.500">
<testsuite name="app::e2e"><testcase name="a::passes" classname="app::e2e" time="1"></testcase>
<testcase name="b::fails" classname="app::e2e" time="1"><failure message="m"/></testcase></testsuite></testsuites>`;

test('a run is read with the names of what failed', () => {
  assert.deepEqual(readRun(xml), { tests: 2, seconds: 12.5, failed: ['b::fails'] });
  assert.throws(() => readRun('<html>'));
});

test('the page names each failure and each proof that took another try', () => {
  const written = page([readRun(xml)], ['run 1: H01 (x): proven in 2 tries'], { date: 'D', commit: 'C' });
  assert.match(written, /1 times\nin a row, 1 failures/);
  assert.match(written, /\| 1 \| 2 \| 1 \| 13 \| `b::fails` \|/);
  assert.match(written, /- run 1: H01 \(x\): proven in 2 tries/);
});
