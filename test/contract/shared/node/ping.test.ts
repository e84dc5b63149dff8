// Pings this machine itself, and what cannot be pinged.

import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { echoRequest, isReplyTo } from '../../../../shared/node/ping/echo.ts';
import { loadPing } from '../../../../shared/node/ping/ping.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((entries) => entries?.some(({ address }) => address === '::1'));

for (const address of ['127.0.0.1', '127.9.8.7', ...(hasIpv6 ? ['::1'] : [])])
  test(`${address} answers`, { skip: process.platform !== 'linux' && 'Linux only' }, async () => {
    const ping = await loadPing();
    const outcome = await ping(address, AbortSignal.timeout(5_000));
    assert.deepEqual(outcome, { kind: 'answered' });
  });

// Of a link-local address nobody knows on which link.
for (const address of ['not an address', 'fe80::1'])
  test(`${address} does not`, async () => {
    const ping = await loadPing();
    assert.equal((await ping(address, AbortSignal.timeout(100))).kind, 'missed');
  });

test('it gives up when it is told to', async () => {
  const ping = await loadPing();
  assert.equal((await ping('127.0.0.1', AbortSignal.abort())).kind, 'missed');
});

test('another system says why it cannot', async () => {
  const ping = await loadPing('win32');
  assert.deepEqual(await ping('127.0.0.1', AbortSignal.timeout(100)), {
    kind: 'missed',
    why: 'ping cannot be sent on win32 yet',
  });
});

test('an answer is told from requests, from answers to others and from IP headers before it', () => {
  const request = echoRequest(4);
  const reply = Buffer.from(request.bytes);
  reply[0] = 0;
  assert.equal(isReplyTo(request, request.bytes), false);
  assert.equal(isReplyTo(request, reply), true);
  assert.equal(isReplyTo(request, Buffer.concat([Buffer.from([0x45, ...Array(19).fill(0)]), reply])), true);
  assert.equal(isReplyTo(echoRequest(4), reply), false);
  assert.equal(isReplyTo(request, Buffer.alloc(0)), false);
});
