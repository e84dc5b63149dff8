import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockWarning } from '../../../../daemon/ems/clock-warning.ts';

const minute = 60_000;

test('clocks that differ by no more than two minutes agree', () => {
  assert.equal(clockWarning(2 * minute, 0), null);
  assert.equal(clockWarning(0, 2 * minute), null);
});

test('a clock that is off is named, with how much and in which direction', () => {
  assert.match(clockWarning(5 * minute, 0)?.text ?? '', /this device is 5 minutes ahead of that of the EMS/);
  assert.match(clockWarning(0, 90 * minute)?.text ?? '', /this device is 90 minutes behind that of the EMS/);
});
