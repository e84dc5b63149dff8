// Medians, percentiles and in-round ratios.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alternating, median, medianRatio, percentile } from '../../../bench/statistics.ts';

test('the median is the middle one, or between the two in the middle', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([1, 2, 3, 10]), 2.5);
  assert.throws(() => median([]), RangeError);
});

test('a percentile lies between its neighbours', () => {
  assert.equal(percentile([0, 10], 95), 9.5);
  assert.equal(percentile([1, 2, 3], 0), 1);
  assert.equal(percentile([1, 2, 3], 100), 3);
});

test('a ratio is taken within each round, so a slow round counts like any other', () => {
  assert.equal(medianRatio([200, 20, 400], [100, 10, 200]), 2);
  assert.throws(() => medianRatio([1], [1, 2]), RangeError);
});

test('rounds go there and back', () => {
  assert.deepEqual(alternating(['a', 'b', 'c'], 2), [
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
  ]);
});
