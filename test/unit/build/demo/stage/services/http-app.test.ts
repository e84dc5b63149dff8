// The protected web application: known bytes, and a WebSocket that echoes and ticks.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { startHttpApp } from '../../../../../../build/demo/stage/services/http-app.ts';
import { hashOfKnownBytes } from '../../../../../../build/demo/stage/services/known-bytes.ts';

test('a download has the length that was asked for and the hash that is known beforehand', async () => {
  await using app = await startHttpApp('127.0.0.1', 0);
  const length = 700_001;
  const answer = await fetch(`http://127.0.0.1:${app.port}/bytes/${length}`);
  const body = Buffer.from(await answer.arrayBuffer());
  assert.equal(body.length, length);
  assert.equal(createHash('sha256').update(body).digest('hex'), hashOfKnownBytes(length));
});

test('a WebSocket gets its echo and ticks', async () => {
  await using app = await startHttpApp('127.0.0.1', 0);
  const socket = new WebSocket(`ws://127.0.0.1:${app.port}/ws`);
  const said: string[] = [];
  const both = new Promise<void>((resolve) => {
    socket.on('message', (text) => {
      said.push(String(text));
      if (said.includes('echo hello') && said.includes('tick 1')) resolve();
    });
  });
  await once(socket, 'open');
  socket.send('hello');
  await both;
  socket.close();
  await once(socket, 'close');
});

test('anything else is not there', async () => {
  await using app = await startHttpApp('127.0.0.1', 0);
  const answer = await fetch(`http://127.0.0.1:${app.port}/bytes/lots`);
  await answer.body?.cancel();
  assert.equal(answer.status, 404);
});
