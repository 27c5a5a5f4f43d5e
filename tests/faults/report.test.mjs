import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, printed, problemsOf, rowsOf, time } from './report.mjs';

const numbers = {
  F01: { title: 'Network drop', kept_by: 'test' },
  F34: { title: 'Deep links', cannot: 'there are none' },
};
const drop = {
  number: 'F01',
  fault: 'the network goes',
  injected: 'no route',
  survived: 'one banner',
  recovered_ms: 812,
  test: 'network::f01',
};

test('a fault without a result is a problem', () => {
  assert.deepEqual(problemsOf(numbers, [drop]), []);
  assert.deepEqual(problemsOf(numbers, []), ['F01 left no result']);
});

test('a result of an unknown or an impossible fault is a problem', () => {
  assert.equal(problemsOf(numbers, [drop, { ...drop, number: 'F99' }]).length, 1);
  assert.equal(problemsOf(numbers, [drop, { ...drop, number: 'F34' }]).length, 1);
});

test('a row says what was made, what was seen and how long it took', () => {
  assert.deepEqual(rowsOf(numbers, [drop]), [
    ['F01', 'the network goes', 'no route', 'one banner', '812 ms', 'network::f01'],
    ['F34', 'Deep links', '', 'not expressible: there are none', '', ''],
  ]);
  assert.match(printed(numbers, [drop]), /F01 {2}the network goes <- no route -> one banner -> 812 ms/);
});

test('times read as people read them', () => {
  assert.deepEqual([null, 0, 999, 1500].map(time), ['', '0 ms', '999 ms', '1.5 s']);
});

test('the document keeps its table whole', () => {
  assert.match(document(numbers, [{ ...drop, survived: 'a | b' }], '2026-01-01'), /a \\\| b/);
});
