// What is read into the shared buffer is what was sent, on every kind of socket, with Node's own way as fallback.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { headroom, largestRead, readReusing } from '../../../shared/node/sockets/reused-reads.ts';
import { type SocketPair, tcpPair, tlsPair } from './socket-pair.ts';

interface Case {
  readonly name: string;
  readonly open: () => Promise<SocketPair>;
  readonly end: 'accepted' | 'connected';
  /** As on a Node that has what this needs no longer. */
  readonly fallback: boolean;
}

const cases: readonly Case[] = [false, true].flatMap((fallback) => [
  { name: 'accepted TCP', open: tcpPair, end: 'accepted' as const, fallback },
  { name: 'connected TCP', open: tcpPair, end: 'connected' as const, fallback },
  { name: 'accepted TLS', open: tlsPair, end: 'accepted' as const, fallback },
  { name: 'connected TLS', open: tlsPair, end: 'connected' as const, fallback },
]);

function ends(pair: SocketPair, { end, fallback }: Case): { readonly reader: Socket; readonly writer: Socket } {
  const [reader, writer] = end === 'accepted' ? [pair.accepted, pair.connected] : [pair.connected, pair.accepted];
  const handle: unknown = Reflect.get(reader, '_handle');
  if (fallback && typeof handle === 'object' && handle !== null) Reflect.set(handle, 'useUserBuffer', undefined);
  return { reader, writer };
}

const megabyte = Buffer.alloc(1024 * 1024);
for (let at = 0; at < megabyte.length; at += 1) megabyte[at] = (at * 31) >> 3;

for (const each of cases) {
  const how = each.fallback ? "by 'data' events" : 'by the shared buffer';

  test(`${each.name}, ${how}: 16 MiB and the end arrive as they were sent`, async () => {
    using pair = await each.open();
    const { reader, writer } = ends(pair, each);
    const [sent, got] = [createHash('sha256'), createHash('sha256')];
    let largest = 0;
    const ended = once(reader, 'end');
    readReusing(reader, (piece) => {
      got.update(piece);
      largest = Math.max(largest, piece.length);
      // The header's room belongs to the taker, and so does the piece until this returns.
      Buffer.from(piece.buffer, piece.byteOffset - headroom, headroom + piece.length).fill(0xff);
    });
    reader.resume();
    for (let at = 0; at < 16; at += 1) {
      sent.update(megabyte);
      writer.write(megabyte);
    }
    writer.end();
    await ended;
    assert.equal(got.digest('hex'), sent.digest('hex'));
    assert.ok(largest <= largestRead);
    assert.equal(reader.listenerCount('data'), each.fallback ? 1 : 0);
  });

  test(`${each.name}, ${how}: a paused reader stops the writer, and loses nothing`, async () => {
    using pair = await each.open();
    const { reader, writer } = ends(pair, each);
    const got = createHash('sha256');
    let [bytes, whenPaused] = [0, 0];
    const ended = once(reader, 'end');
    readReusing(reader, (piece) => {
      got.update(piece);
      bytes += piece.length;
      if (whenPaused > 0) return;
      whenPaused = bytes;
      reader.pause();
    });
    reader.resume();
    const sent = createHash('sha256');
    for (let at = 0; at < 32; at += 1) {
      sent.update(megabyte);
      writer.write(megabyte);
    }
    writer.end();
    for (let before = -1; before !== writer.writableLength; ) {
      before = writer.writableLength;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(writer.writableLength > 0, 'nobody reads, so nobody takes');
    assert.ok(bytes - whenPaused <= 64 * 1024, `${bytes - whenPaused} bytes after the pause`);
    reader.resume();
    await ended;
    assert.equal(got.digest('hex'), sent.digest('hex'));
  });
}

test('what was read before and not taken yet comes first', async () => {
  using pair = await tcpPair();
  const { accepted, connected } = pair;
  connected.write('first, ');
  await once(accepted, 'readable');
  connected.end('then');
  let text = '';
  readReusing(accepted, (piece) => {
    text += piece.toString();
  });
  accepted.resume();
  await once(accepted, 'end');
  assert.equal(text, 'first, then');
});
