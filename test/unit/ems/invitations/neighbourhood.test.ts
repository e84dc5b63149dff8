import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neighbourhood } from '../../../../ems/invitations/neighbourhood.ts';
import { makeRateLimit } from '../../../../ems/invitations/rate-limit.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';

test('an IPv4 address is the same one however it is written', () => {
  for (const source of ['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:c000:0207', '0:0:0:0:0:ffff:192.0.2.7'])
    assert.equal(neighbourhood(source), '192.0.2.7', source);
});

test('of IPv6 the network of one customer counts as one address', () => {
  for (const [source, counted] of [
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::9', '2001:db8:1:3::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ] as const)
    assert.equal(neighbourhood(source), counted, source);
});

test('who fails under one spelling of an address waits under every other', () => {
  const limit = makeRateLimit({ now: () => 0, monotonic: () => 0 });
  for (let tries = 0; tries < 10; tries += 1) limit.failed('::ffff:192.0.2.7');
  assert.throws(
    () => limit.check('192.0.2.7'),
    (error) => hasCode(error, 'too-many-requests'),
  );
  limit.check('192.0.2.8');
});
