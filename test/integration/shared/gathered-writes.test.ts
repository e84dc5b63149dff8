// Writes from shared memory: what arrives is what was given, however slowly it is read and whoever writes between.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { sendData, sendNow } from '../../../shared/node/sockets/data-frames.ts';
import { fullRecord, GatheredWrites } from '../../../shared/node/sockets/gathered-writes.ts';
import { headroom } from '../../../shared/node/sockets/reused-reads.ts';
import { FrameReader } from '../../../shared/tunnel/frame.ts';
import { tcpPair, tlsPair } from './socket-pair.ts';

/** One memory that is overwritten after every use, as the shared read buffer is. */
const room = Buffer.alloc(headroom + fullRecord).subarray(headroom);

function filledWith(value: number, length: number): Buffer {
  return room.subarray(0, length).fill(value);
}

/** Collects what comes as runs: how often which byte came in a row. */
function runs(socket: Socket): { readonly done: Promise<string> } {
  const found: { value: number; length: number }[] = [];
  socket.on('data', (chunk: Buffer) => {
    for (const value of chunk) {
      const last = found.at(-1);
      if (last?.value === value) last.length += 1;
      else found.push({ value, length: 1 });
    }
  });
  socket.resume();
  const text = () => found.map(({ value, length }) => `${value}×${length}`).join(' ');
  return { done: once(socket, 'end').then(text) };
}

test('a socket whose other half has ended is closed by its end, and all arrives', async () => {
  using pair = await tcpPair();
  const gathered = new GatheredWrites(pair.connected, () => assert.fail('nothing is behind'));
  const { done } = runs(pair.accepted);
  pair.accepted.end();
  pair.connected.resume();
  await once(pair.connected, 'end');
  gathered.add(filledWith(1, 10));
  gathered.end();
  assert.equal(pair.connected.destroyed, true);
  assert.equal(await done, '1×10');
});

test('full records are one write at the end of the turn, a short one at once', async () => {
  using pair = await tcpPair();
  const gathered = new GatheredWrites(pair.connected, () => assert.fail('nothing is behind'));
  const bytes = () => pair.connected.bytesWritten;
  for (const value of [1, 2, 3]) {
    gathered.add(filledWith(value, fullRecord));
    gathered.readEnded(fullRecord);
  }
  assert.equal(bytes(), 0);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(bytes(), 3 * fullRecord);
  gathered.add(filledWith(4, 10));
  gathered.readEnded(10);
  assert.equal(bytes(), 3 * fullRecord + 10);
  gathered.add(filledWith(5, fullRecord));
  gathered.end();
  const { done } = runs(pair.accepted);
  assert.equal(await done, `1×${fullRecord} 2×${fullRecord} 3×${fullRecord} 4×10 5×${fullRecord}`);
});

test('a slow reader gets what was meant for it, while others write through the same memory', async () => {
  using slow = await tcpPair();
  using quick = await tcpPair();
  let congested = 0;
  const toSlow = new GatheredWrites(slow.connected, () => {
    congested += 1;
  });
  const toQuick = new GatheredWrites(quick.connected, () => undefined);
  // More than four buffers of the kernel and ours can take.
  const rounds = 60;
  const pieces = 16;
  for (let round = 0; round < rounds; round += 1) {
    for (let piece = 0; piece < pieces; piece += 1) {
      toSlow.add(filledWith(round, fullRecord));
      toQuick.add(filledWith(100 + round, 1));
    }
    toSlow.readEnded(fullRecord);
  }
  assert.ok(congested > 0);
  assert.ok(slow.connected.writableLength > 0);
  toSlow.end();
  toQuick.end();
  const [fromSlow, fromQuick] = [runs(slow.accepted), runs(quick.accepted)];
  const expected = (first: number, length: number) =>
    Array.from({ length: rounds }, (_, round) => `${first + round}×${length}`).join(' ');
  assert.equal(await fromQuick.done, expected(100, pieces));
  assert.equal(await fromSlow.done, expected(0, pieces * fullRecord));
});

test('what was gathered for a socket that is gone is dropped', async () => {
  using pair = await tcpPair();
  const gathered = new GatheredWrites(pair.connected, () => assert.fail('nobody is left to wait'));
  gathered.add(filledWith(1, 10));
  pair.connected.destroy();
  gathered.flush();
  assert.equal(pair.connected.bytesWritten, 0);
});

test('TLS writes from memory that is overwritten at once arrive as they were, also behind others', async () => {
  using pair = await tlsPair();
  const { accepted, connected } = pair;
  const heard = new Map<number, number>();
  const reader = new FrameReader({
    control: () => assert.fail('only DATA was sent'),
    data: (stream, piece) => {
      assert.ok(piece.every((value) => value === stream));
      heard.set(stream, (heard.get(stream) ?? 0) + piece.length);
    },
  });
  connected.on('data', (chunk) => assert.equal(reader.read(chunk), null));
  let goesOn = true;
  for (let stream = 1; stream <= 200; stream += 1) goesOn = sendData(accepted, stream, filledWith(stream, 1_000));
  assert.equal(goesOn, false, 'nothing more should come until it has drained');
  filledWith(0, 1_000);
  await once(accepted, 'drain');
  assert.equal(sendNow(accepted, Buffer.alloc(0)), true);
  accepted.end();
  await once(connected, 'end');
  assert.deepEqual(
    [...heard],
    Array.from({ length: 200 }, (_, at) => [at + 1, 1_000]),
  );
});
