// Which addresses a range holds.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseIpRange, rangeHolds } from '../../../../shared/posture/ip-range.ts';

function holds(text: string, address: string): boolean {
  const range = parseIpRange(text);
  assert.ok(range !== null, text);
  return rangeHolds(range, address);
}

describe('a range of addresses', () => {
  const cases: readonly [string, string, boolean][] = [
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.9/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['10.0.0.250-10.0.1.3', '10.0.1.0', true],
    ['10.0.0.250 - 10.0.1.3', '10.0.1.4', false],
    ['2001:db8::/32', '2001:DB8:0:1::7', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['2001:db8::1-2001:db8::ff', '2001:db8::80', true],
    ['192.0.2.0/24', '::ffff:192.0.2.3', true],
    ['::/0', '192.0.2.3', false],
    ['192.0.2.0/24', 'fe80::1%eth0', false],
    ['192.0.2.0/24', 'nonsense', false],
  ];
  for (const [range, address, expected] of cases) {
    test(`${range} ${expected ? 'holds' : 'does not hold'} ${address}`, () => {
      assert.equal(holds(range, address), expected);
    });
  }

  test('is nothing else', () => {
    const wrong = [
      '',
      '-',
      '10.0.0.1-',
      '10.0.0.9-10.0.0.1',
      '10.0.0.1-::1',
      '10.0.0.0/33',
      '10.0.0.0/',
      '10.0.0.0/8/8',
    ];
    const odd = [
      '::/129',
      '::ffff:10.0.0.0/104',
      '0x7f.1',
      '010.0.0.1',
      '10.1',
      '10.0.0.0/-1',
      'fe80::%eth0/64',
      '1-2-3',
      'a/8',
    ];
    for (const text of [...wrong, ...odd]) assert.equal(parseIpRange(text), null, text);
  });

  test('of a network holds exactly the addresses with its first bits', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (network, address, bits) => {
        const prefix = (text: string) =>
          text
            .split('.')
            .map((part) => Number(part).toString(2).padStart(8, '0'))
            .join('')
            .slice(0, bits);
        return holds(`${network}/${bits}`, address) === (prefix(network) === prefix(address));
      }),
    );
  });

  test('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => parseIpRange(text) === null || true));
  });
});
