import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLastSeen } from '../../../../ems/posture/last-seen.ts';

function looking(wall: number) {
  const clock = { wall, steady: 0 };
  return { clock, lastSeen: makeLastSeen({ now: () => clock.wall, monotonic: () => clock.steady }) };
}

test('a clock that is set back or forward makes no device older or younger', () => {
  const { clock, lastSeen } = looking(1_000_000);
  assert.equal(lastSeen.ageMs('A', 1_000_000), 0);
  clock.wall += 86_400_000;
  clock.steady += 500;
  assert.equal(lastSeen.ageMs('A', 1_000_000), 500);
  clock.wall -= 2 * 86_400_000;
  assert.equal(lastSeen.ageMs('A', 1_000_000), 500);
});

test('a report to another process counts, and is never older than the last look', () => {
  const { clock, lastSeen } = looking(1_000_000);
  lastSeen.ageMs('A', 900_000);
  clock.wall += 10_000;
  clock.steady += 10_000;
  assert.equal(lastSeen.ageMs('A', 900_000), 110_000);
  clock.steady += 1_000;
  clock.wall += 1_000;
  assert.equal(lastSeen.ageMs('A', 1_010_700), 300);
  // The clock of the machine that wrote this is an hour behind.
  clock.steady += 1_000;
  clock.wall += 1_000;
  assert.equal(lastSeen.ageMs('A', 1_011_500 - 3_600_000), 1_000);
});

test('after a restart the time in the row counts, and a time to come counts as now', () => {
  const { lastSeen } = looking(10_000);
  assert.equal(lastSeen.ageMs('A', 4_000), 6_000);
  assert.equal(lastSeen.ageMs('B', 99_000), 0);
});

test('who never reported is infinitely old', () => {
  assert.equal(looking(0).lastSeen.ageMs('A', null), Number.POSITIVE_INFINITY);
});
