import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRateLimit, type RateLimit } from '../../../../ems/invitations/rate-limit.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';

function world() {
  let now = 0;
  const limit = makeRateLimit({ now: () => now, monotonic: () => now });
  const wait = (ms: number): void => {
    now += ms;
  };
  return { limit, wait };
}

/** Seconds to wait, or 0 if this address may try. */
function waits(limit: RateLimit, source: string): number {
  try {
    limit.check(source);
    return 0;
  } catch (error) {
    assert.ok(hasCode(error, 'too-many-requests'));
    return Number(error.params.seconds);
  }
}

test('ten failures are free, then an address waits and hears for how long', () => {
  const { limit, wait } = world();
  const lasts = Array.from({ length: 10 }, () => limit.failed('192.0.2.1'));
  assert.deepEqual(lasts, [...Array.from({ length: 9 }, () => false), true]);
  assert.equal(waits(limit, '192.0.2.1'), 6);
  wait(6_000);
  assert.equal(waits(limit, '192.0.2.1'), 0);
});

test('one address that fails does not hold up another', () => {
  const { limit } = world();
  for (let tries = 0; tries < 20; tries += 1) limit.failed('192.0.2.1');
  assert.equal(waits(limit, '192.0.2.2'), 0);
});

test('successes cost nothing', () => {
  const { limit } = world();
  for (let tries = 0; tries < 1_000; tries += 1) assert.equal(waits(limit, '192.0.2.1'), 0);
});

test('many addresses that fail together are slowed down together', () => {
  const { limit, wait } = world();
  for (let address = 0; address < 200; address += 1) limit.failed(`2001:db8::${address}`);
  assert.equal(waits(limit, '192.0.2.9'), 1);
  wait(1_000);
  assert.equal(waits(limit, '192.0.2.9'), 0);
});

test('an address is not forgiven more than its ten, however long it waits', () => {
  const { limit, wait } = world();
  wait(86_400_000);
  for (let tries = 0; tries < 10; tries += 1) limit.failed('192.0.2.1');
  assert.notEqual(waits(limit, '192.0.2.1'), 0);
});
