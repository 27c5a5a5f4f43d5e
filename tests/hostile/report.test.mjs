// The report fails for what it is there to notice.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { document, printed, problemsOf, slowProofsOf, totalsOf } from './report.mjs';

const numbers = {
  H01: { title: 'Call it', kept_by: 'attack' },
  H05: { title: 'Post | it', cannot: 'there is none' },
};
const good = { number: 'H01', tries: 'a call', test: 'host::h01', succeeded: false, without: 'sandbox' };

test('all is well when each attack was tried, blocked and proven', () => {
  assert.deepEqual(problemsOf(numbers, [good]), []);
  assert.deepEqual(problemsOf(numbers, [{ ...good, without: undefined, engine: 'the key' }]), []);
  assert.deepEqual(problemsOf(numbers, [{ ...good, without: undefined, observed: 'no port' }]), []);
});

test('one that works, is missing, unknown, unproven or said to be impossible fails', () => {
  for (const results of [
    [{ ...good, succeeded: true }],
    [{ ...good, succeeded: undefined }],
    [],
    [good, { ...good, number: 'H99' }],
    [{ ...good, without: undefined }],
    [{ ...good, without: '' }],
    [{ ...good, engine: 'as well' }],
    [good, { ...good, number: 'H05' }],
  ]) {
    assert.equal(problemsOf(numbers, results).length, 1, JSON.stringify(results));
  }
});

test('the totals count results, and numbers for what cannot be tried', () => {
  const engine = { ...good, without: undefined, engine: 'the key', test: 'host::other' };
  assert.equal(
    totalsOf(numbers, [good, engine]),
    'attacks run 2, blocked 2, proven on the weakened build 1, blocked by the engine 1, observed 0, not expressible 1',
  );
});

test('a proof that took another try is named with its count', () => {
  assert.deepEqual(
    slowProofsOf([
      { ...good, proven_in: 1 },
      { ...good, tries: 'two calls', proven_in: 3 },
    ]),
    ['H01 two calls (host::h01): proven in 3 tries'],
  );
});

test('the order does not depend on the order of the results', () => {
  const other = { ...good, test: 'host::another', tries: 'another call' };
  const made = { date: '2000-01-01', webkit: '1', tauri: '2' };
  assert.equal(document(numbers, [good, other], made), document(numbers, [other, good], made));
  assert.equal(printed(numbers, [good, other]), printed(numbers, [other, good]));
});

test('a bar in a text does not break the table', () => {
  assert.match(document(numbers, [good], { date: '', webkit: '', tauri: '' }), /\| H05 \| Post \\\| it \|/);
});

test('the list has all 64 numbers, each with one answer', () => {
  const list = JSON.parse(readFileSync(new URL('numbers.json', import.meta.url), 'utf8'));
  const expected = Array.from({ length: 64 }, (_, index) => `H${String(index + 1).padStart(2, '0')}`);
  assert.deepEqual(Object.keys(list), expected);
  const untried = problemsOf(list, []).filter((problem) => !problem.endsWith(' was not tried'));
  assert.deepEqual(untried, []);
});
