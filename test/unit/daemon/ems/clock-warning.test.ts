import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockWarning } from '../../../../daemon/ems/clock-warning.ts';

test('a clock within two minutes of the EMS is no finding', () => {
  assert.deepEqual([clockWarning(0), clockWarning(120_000), clockWarning(-120_000)], [null, null, null]);
});

test('a clock further off is named, with the side it is on', () => {
  assert.match(clockWarning(121_000)?.text ?? '', /clock of this machine is 121 s ahead of/);
  assert.match(clockWarning(-3_600_000)?.text ?? '', /3600 s behind/);
});
