// A reset reaches the other end, whatever the socket is doing at that moment.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { resetSocket } from '../../../../../shared/node/sockets/reset-socket.ts';

/** What happens right before the reset, in the same turn. */
const moments: Readonly<Record<string, (socket: Socket) => void>> = {
  'while it is open': () => undefined,
  'right after it was ended': (socket) => socket.end(),
  'right after last words': (socket) => socket.end('last'),
  'with much on the way': (socket) => socket.write(Buffer.alloc(16 * 1024 * 1024)),
  'with much on the way and an end': (socket) => socket.end(Buffer.alloc(16 * 1024 * 1024)),
  'when it was reset already': (socket) => resetSocket(socket),
};

for (const [moment, prepare] of Object.entries(moments)) {
  test(`a socket that is reset ${moment} is closed here and broken there`, async () => {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const socket = connect({ host: '127.0.0.1', port: address.port, allowHalfOpen: true });
    const connected = once(socket, 'connect');
    const [peer]: Socket[] = await once(server, 'connection');
    await connected;
    assert.ok(peer !== undefined);
    const broken = new Promise<string>((resolve) => {
      peer.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    });
    // Who has read an end hears of a reset only by writing.
    const talking = setInterval(() => peer.write('.'), 5);
    peer.once('close', () => clearInterval(talking));
    const closed = once(socket, 'close');
    prepare(socket);
    resetSocket(socket);
    await closed;
    assert.match(await broken, /^(ECONNRESET|EPIPE)$/);
    server.close();
  });
}
