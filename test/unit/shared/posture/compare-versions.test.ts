// How versions are ordered.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareToPrecision, compareVersions } from '../../../../shared/posture/compare-versions.ts';

const version = fc
  .array(fc.oneof(fc.nat({ max: 30 }).map(String), fc.constantFrom('rc', 'a', 'b', '007')), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((places) => fc.constantFrom('.', '-', '_').map((separator) => places.join(separator)));

describe('the order of versions', () => {
  const ascending = [
    '1.0-alpha',
    '1.0rc1',
    '1.0rc2',
    '1',
    '1.0.1',
    '1.9',
    '1.10',
    '12.9',
    '12.11',
    '99999999999999999999',
  ];
  for (const [index, older] of ascending.slice(0, -1).entries()) {
    const newer = ascending[index + 1] ?? '';
    test(`puts ${older} before ${newer}`, () => {
      assert.ok(compareVersions(older, newer) < 0);
    });
  }

  test('sees no difference in zeros, letters of another case and separators', () => {
    for (const [left, right] of [
      ['12', '12.0'],
      ['1.02', '1.2'],
      ['1.0RC1', '1.0-rc.1'],
      ['', '0'],
    ] as const) {
      assert.equal(compareVersions(left, right), 0);
    }
  });

  test('is the same from both sides', () => {
    fc.assert(
      fc.property(
        version,
        version,
        (a, b) => Math.sign(compareVersions(a, b)) === -Math.sign(compareVersions(b, a)) || a === b,
      ),
    );
  });

  test('has no circles', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [first = '', second = '', third = ''] = [a, b, c].sort(compareVersions);
        return (
          compareVersions(first, second) <= 0 &&
          compareVersions(second, third) <= 0 &&
          compareVersions(first, third) <= 0
        );
      }),
    );
  });

  test('does not change by adding a zero at the end', () => {
    fc.assert(fc.property(version, version, (a, b) => compareVersions(`${a}.0`, b) === compareVersions(a, b)));
  });

  test('reads any text at all', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => Number.isFinite(compareVersions(a, b))));
  });
});

test('compared as far as the wanted version goes, every 12.x is 12 and none is newer', () => {
  assert.equal(compareToPrecision('12.11', '12'), 0);
  assert.ok(compareToPrecision('12.11', '12.12') < 0);
  assert.ok(compareToPrecision('13.0', '12') > 0);
  assert.ok(compareToPrecision('12', '12.1') < 0);
});
