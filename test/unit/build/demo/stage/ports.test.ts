// Ports: the usual one where it is free, another where it is not.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { answers, choosePort, isFree, stillTaken } from '../../../../../build/demo/stage/ports.ts';

async function listen(host: string): Promise<AsyncDisposable & { readonly port: number }> {
  const server = net.createServer((socket) => socket.destroy());
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

test('a taken port is passed over, and the next wish is taken', async () => {
  await using taken = await listen('127.0.0.1');
  const free = await choosePort('127.0.0.1', []);
  assert.equal(await isFree('127.0.0.1', taken.port), false);
  assert.equal(await choosePort('127.0.0.1', [taken.port, free]), free);
});

test('a listener on all addresses excludes ours on a loopback address', async () => {
  await using everywhere = await listen('0.0.0.0');
  assert.notEqual(await choosePort('127.0.0.1', [everywhere.port]), everywhere.port);
});

test('it is known whether somebody answers', async () => {
  const free = await choosePort('127.0.0.1', []);
  assert.equal(await answers('127.0.0.1', free), false);
  await using there = await listen('127.0.0.1');
  assert.equal(await answers('127.0.0.1', there.port), true);
});

test('of the listeners that should be gone, those that are still there are named', async () => {
  const free = { address: '127.0.0.1', port: await choosePort('127.0.0.1', []) };
  await using there = await listen('127.0.0.1');
  const taken = { address: '127.0.0.1', port: there.port };
  assert.deepEqual(await stillTaken([free, taken]), [taken]);
});
