import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDue, planOf, postponableUntil, postponed, type TimeRules } from '../../../../daemon/update/timing.ts';

const hour = 3_600_000;
const rules: TimeRules = {
  installAfterHours: 24,
  postponeHours: 10,
  window: null,
  localHour: (at) => Math.floor(at / hour) % 24,
};
const night: TimeRules = { ...rules, window: { startHour: 22, endHour: 5 } };
const noon = 12 * hour;
const fresh = { since: noon, postponedUntil: null };

describe('a release is installed', () => {
  for (const [what, given, time, pending, installAt, lastMoment] of [
    ['after the hours set', rules, 'no window', fresh, 36, 46],
    ['later, where users put it off', rules, '', { since: noon, postponedUntil: 40 * hour }, 40, 46],
    ['at the last moment, however far it was put off', rules, '', { since: noon, postponedUntil: 99 * hour }, 46, 46],
    ['in the window', night, '', fresh, 46, 46],
    ['in the window, which lasts over midnight', night, '', { since: 26 * hour, postponedUntil: null }, 50, 70],
    ['at any hour, where the window is all day', { ...rules, window: { startHour: 3, endHour: 3 } }, '', fresh, 36, 46],
    ['at once', { ...rules, installAfterHours: 0, postponeHours: 0 }, '', fresh, 12, 12],
  ] as const)
    test(`${what}${time === '' ? '' : ` (${time})`}`, () => {
      const plan = planOf(pending, given);
      assert.deepEqual(
        { installAt: plan.installAt / hour, lastMoment: plan.lastMoment / hour },
        { installAt, lastMoment },
      );
    });
});

describe('what is ready', () => {
  const plan = planOf(fresh, rules);
  for (const [what, at, isInUse, given, due] of [
    ['waits for its time', 35, false, rules, false],
    ['is due at its time', 36, false, rules, true],
    ['waits while somebody uses a connection', 40, true, rules, false],
    ['waits for nobody at the last moment', 46, true, rules, true],
    ['waits outside the window', 36, false, night, false],
  ] as const)
    test(what, () => assert.equal(isDue(plan, at * hour, isInUse, given), due));
});

describe('users', () => {
  const plan = planOf(fresh, rules);
  test('put it off from now on, as far as the last moment', () => {
    assert.equal(postponed(plan, 38 * hour, 8), 46 * hour);
    assert.equal(postponed(plan, 38 * hour, 9), null);
  });

  test('who put it off early bring nothing forward', () => assert.equal(postponed(plan, 13 * hour, 1), 36 * hour));

  test('are told how far they may, or that they may not', () => {
    assert.equal(postponableUntil(plan), 46 * hour);
    assert.equal(postponableUntil(planOf(fresh, { ...rules, postponeHours: 0 })), null);
  });
});
