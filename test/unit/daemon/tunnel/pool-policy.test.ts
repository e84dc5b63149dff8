// How many connections a pool dials.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  dialBurst,
  dialEveryMs,
  dialsWanted,
  givenBack,
  grownTarget,
  type PoolView,
  refilled,
  shrunkTarget,
} from '../../../../daemon/tunnel/pool-policy.ts';

const quiet: PoolView = {
  target: 2,
  idle: 0,
  dialling: 0,
  waiting: 0,
  inUse: true,
  failures: 0,
  backingOff: false,
  budget: dialBurst,
};

test('a pool in use is filled up to its target, one that is not keeps one', () => {
  assert.equal(dialsWanted(quiet), 2);
  assert.equal(dialsWanted({ ...quiet, idle: 1 }), 1);
  assert.equal(dialsWanted({ ...quiet, dialling: 2 }), 0);
  assert.equal(dialsWanted({ ...quiet, inUse: false }), 1);
  assert.equal(dialsWanted({ ...quiet, inUse: false, idle: 1 }), 0);
  assert.equal(dialsWanted({ ...quiet, inUse: false, target: 0 }), 0);
});

test('each waiting stream gets a dial at once, even while backing off', () => {
  assert.equal(dialsWanted({ ...quiet, waiting: 3, backingOff: true, failures: 5 }), 3);
  assert.equal(dialsWanted({ ...quiet, waiting: 3, dialling: 1, backingOff: true }), 2);
});

test('a failing gateway is tried for the stock once at a time, and not before its time', () => {
  assert.equal(dialsWanted({ ...quiet, failures: 1 }), 1);
  assert.equal(dialsWanted({ ...quiet, failures: 1, dialling: 1 }), 0);
  assert.equal(dialsWanted({ ...quiet, failures: 1, backingOff: true }), 0);
});

test('the stock leaves half of the budget to streams', () => {
  assert.equal(dialsWanted({ ...quiet, budget: dialBurst / 2 }), 0);
  assert.equal(dialsWanted({ ...quiet, budget: dialBurst / 2, waiting: 1 }), 1);
});

test('no view leads to more dials than the budget', () => {
  const count = fc.nat(100);
  const view = fc.record({
    target: count,
    idle: count,
    dialling: count,
    waiting: count,
    failures: count,
    inUse: fc.boolean(),
    backingOff: fc.boolean(),
    budget: fc.nat(dialBurst),
  });
  fc.assert(
    fc.property(view, (any) => {
      const dials = dialsWanted(any);
      return dials >= 0 && dials <= any.budget;
    }),
  );
});

test('the target grows with misses to a limit and shrinks to what is wanted', () => {
  let target = 2;
  for (let at = 0; at < 100; at += 1) target = grownTarget(target, 2);
  assert.equal(target, 8);
  for (let at = 0; at < 100; at += 1) target = shrunkTarget(target, 2);
  assert.equal(target, 2);
  assert.equal(grownTarget(0, 0), 0);
});

test('the budget comes back with time, up to a burst', () => {
  const empty = { tokens: 0, atMs: 1_000 };
  assert.equal(refilled(empty, 1_000 + 3 * dialEveryMs).tokens, 3);
  assert.equal(refilled(empty, 1_000_000).tokens, dialBurst);
  assert.equal(refilled(empty, 0).tokens, 0);
});

test('a dial that succeeds makes room for the next, and never for more than the burst', () => {
  const spent = { tokens: 0, atMs: 0 };
  assert.deepEqual(givenBack(spent), { tokens: 1, atMs: 0 });
  assert.deepEqual(givenBack({ tokens: dialBurst - 0.5, atMs: 0 }), { tokens: dialBurst, atMs: 0 });
});
