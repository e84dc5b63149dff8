import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLastSeen } from '../../../../ems/posture/last-seen.ts';

test('a clock that is set back or forward makes no device older or younger', () => {
  const clock = { wall: 1_000_000, steady: 0 };
  const lastSeen = makeLastSeen({ now: () => clock.wall, monotonic: () => clock.steady });
  lastSeen.seen('A');
  clock.wall += 86_400_000;
  clock.steady += 500;
  assert.equal(lastSeen.ageMs('A', 1_000_000), 500);
});

test('after a restart the time in the row counts, and a time to come counts as now', () => {
  const lastSeen = makeLastSeen({ now: () => 10_000, monotonic: () => 0 });
  assert.equal(lastSeen.ageMs('A', 4_000), 6_000);
  assert.equal(lastSeen.ageMs('A', 99_000), 0);
});

test('who never reported is infinitely old', () => {
  const lastSeen = makeLastSeen({ now: () => 0, monotonic: () => 0 });
  assert.equal(lastSeen.ageMs('A', null), Number.POSITIVE_INFINITY);
});
