// A TCP relay that can stop carrying without closing anything: what a half-open connection looks like from both ends.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** Connections that are held and lead nowhere. */
  readonly swallowing: () => number;
  /** From now on every byte of every connection, old and new, is swallowed, and nothing is closed. */
  freeze(): void;
  /** Connections from now on are carried; those that have lost bytes are reset. */
  thaw(): void;
}

/** @param target the port on loopback that it leads to */
export async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isFrozen = false;

  function held(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  }

  function carry(from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      if (!isFrozen && !to.write(bytes)) from.pause();
    });
    to.on('drain', () => from.resume());
    from.on('end', () => {
      if (!isFrozen) to.end();
    });
    from.on('close', () => {
      if (!isFrozen) to.destroy();
    });
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    held(socket);
    if (isFrozen) return void socket.resume();
    const onward = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true, noDelay: true });
    held(onward);
    carry(socket, onward);
    carry(onward, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    swallowing: () => (isFrozen ? sockets.size : 0),
    freeze() {
      isFrozen = true;
    },
    thaw() {
      if (!isFrozen) return;
      reset();
      isFrozen = false;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      reset();
      await closed;
    },
  };
}
