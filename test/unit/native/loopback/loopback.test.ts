import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { loopbackReady } from '../../../../native/loopback/loopback.ts';

test('only addresses of 127/8 are made ready', async () => {
  for (const address of ['10.235.0.1', '::1', 'localhost', '127.0.0', ''])
    await assert.rejects(loopbackReady.prepare(address), RangeError);
});

test('an address that was made ready can be listened on', async () => {
  await using _address = await loopbackReady.prepare('127.235.76.1');
  const server = net.createServer().listen(0, '127.235.76.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
});
