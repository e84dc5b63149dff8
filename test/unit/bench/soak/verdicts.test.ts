import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthOf, isFlat, type Sample } from '../../../../bench/soak/verdicts.ts';

/** A sample every two seconds for four minutes. */
function samples(rssMiB: (minute: number) => number, descriptors: (minute: number) => number = () => 40): Sample[] {
  return Array.from({ length: 120 }, (_, each) => {
    const minute = each / 30;
    return { at: 1_000 + each * 2_000, rssMiB: rssMiB(minute), descriptors: descriptors(minute) };
  });
}

test('a straight line has its own slope', () => {
  const growth = growthOf(samples((minute) => 100 + 5 * minute));
  assert.ok(growth !== null);
  assert.ok(Math.abs(growth.mibPerMinute - 5) < 1e-6);
  assert.ok(Math.abs(growth.overMinutes - 119 / 30) < 1e-6);
});

test('memory that goes up and down around the same is flat', () => {
  const growth = growthOf(samples((minute) => 100 + 30 * Math.sin(minute * 20)));
  assert.ok(growth !== null && isFlat(growth));
});

test('memory that leaks is not flat', () => {
  const growth = growthOf(samples((minute) => 100 + 25 * minute + 10 * Math.sin(minute * 20)));
  assert.ok(growth !== null && !isFlat(growth));
});

test('descriptors that leak are not flat', () => {
  const growth = growthOf(
    samples(
      () => 100,
      (minute) => 40 + Math.floor(minute * 6),
    ),
  );
  assert.ok(growth !== null && !isFlat(growth));
});

test('a few samples say nothing', () => {
  assert.equal(growthOf(samples(() => 100).slice(0, 7)), null);
});
