// Addresses that are never dialled, in every spelling.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeAddress } from '../../../../gateway/resolve/refused-addresses.ts';

const around = { ownAddresses: ['10.9.9.9', '2001:db8::9', 'fe80::1%eth0'], emsAddresses: ['10.8.8.8'] };
const verdict = (address: string, allowed: readonly string[] = []) => {
  const judged = judgeAddress(address, around, allowed);
  return judged.kind === 'allowed' ? 'allowed' : judged.why;
};

const refused: Readonly<Record<string, readonly string[]>> = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.235.0.7', '::1'],
  'link-local': ['169.254.1.1', 'fe80::5', 'febf::1', 'fec0::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  broadcast: ['255.255.255.255'],
  'metadata service': ['169.254.169.254', 'fd00:ec2::254'],
  'own interface': ['10.9.9.9', '2001:db8::9'],
  'the EMS': ['10.8.8.8'],
};

for (const [why, addresses] of Object.entries(refused)) {
  test(`${why} is refused`, () => {
    for (const address of addresses) assert.equal(verdict(address), why, address);
  });
}

test('every IPv4 address that is refused is refused in every form that holds it, too', () => {
  const four = Object.entries(refused).flatMap(([why, addresses]) =>
    addresses.filter((address) => !address.includes(':')).map((address) => [why, address] as const),
  );
  for (const [why, address] of four) {
    const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    const [a, b] = [`${hex[0]}${hex[1]}`, `${hex[2]}${hex[3]}`];
    for (const form of [
      `::ffff:${address}`,
      `64:ff9b::${a}:${b}`,
      `64:ff9b:1::${a}:${b}`,
      `2002:${a}:${b}::1`,
      `::ffff:0:${a}:${b}`,
      `2001:0:c633:6464::${inverted(a)}:${inverted(b)}`,
      `::${a}:${b}`,
    ])
      assert.equal(verdict(form) === 'allowed', false, `${why}: ${form}`);
  }
});

test('the local-use NAT64 prefix is read with each length it may have', () => {
  for (const form of ['64:ff9b:1:7f00:0:100::', '64:ff9b:1:7f:0:1::', '64:ff9b:1:0:7f:0:100::'])
    assert.equal(verdict(form), 'loopback', form);
});

test('ordinary addresses are allowed, private ones included: they are what a gateway is for', () => {
  for (const address of [
    '10.1.2.3',
    '192.168.1.1',
    '172.16.0.1',
    '93.184.216.34',
    '2001:db8::1',
    'fd12::1',
    '64:ff9b::a01:203',
    '64:ff9b:1::a01:203',
  ])
    assert.equal(verdict(address), 'allowed', address);
});

test('a destination may allow a range for itself, in any spelling, and no other', () => {
  assert.equal(verdict('127.0.0.1', ['127.0.0.0/8']), 'allowed');
  assert.equal(verdict('::ffff:127.0.0.1', ['127.0.0.0/8']), 'allowed');
  assert.equal(verdict('::1', ['127.0.0.0/8']), 'loopback');
  assert.equal(verdict('169.254.169.254', ['127.0.0.0/8']), 'metadata service');
});

test('what is no address is refused', () => {
  for (const text of ['', 'localhost', '127.0.0.1:80', '300.1.1.1'])
    assert.equal(verdict(text), 'not an address', text);
});

test('no spelling of a loopback address is ever allowed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xff_ff_ff }), fc.constantFrom('', '::ffff:'), (low, prefix) => {
      const address = `127.${low >>> 16}.${(low >>> 8) & 255}.${low & 255}`;
      assert.notEqual(verdict(prefix + address), 'allowed');
    }),
  );
});

/** As Teredo writes it. */
function inverted(hex: string): string {
  return (Number.parseInt(hex, 16) ^ 0xff_ff).toString(16);
}
