// A TCP relay that can stop carrying without closing anything: what a half-open connection looks like from both ends.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** Bytes wait here until `release`. */
  hold(): void;
  release(): void;
  /** From now on every byte of every connection, old and new, is swallowed, and nothing is closed. */
  freeze(): void;
  /** Connections from now on are carried; those of before go on swallowing. */
  carryNew(): void;
  /** Connections from now on are carried; those of before are reset. */
  thaw(): void;
}

/** @param target the port on loopback that it leads to @param at its own port; a free one unless given */
export async function startRelay(target: number, at = 0): Promise<Relay> {
  const sockets = new Set<Socket>();
  const dead = new Set<Socket>();
  let isFrozen = false;
  let isHolding = false;

  function held(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      dead.delete(socket);
    });
    socket.on('error', () => undefined);
  }

  function carry(from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      if (!dead.has(from) && !to.write(bytes)) from.pause();
    });
    to.on('drain', () => {
      if (!isHolding) from.resume();
    });
    if (isHolding) from.pause();
    from.on('end', () => {
      if (!dead.has(from)) to.end();
    });
    from.on('close', () => {
      if (!dead.has(to)) to.destroy();
    });
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    held(socket);
    if (isFrozen) {
      dead.add(socket);
      socket.resume();
      return;
    }
    const onward = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true, noDelay: true });
    held(onward);
    carry(socket, onward);
    carry(onward, socket);
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    hold() {
      isHolding = true;
      for (const socket of sockets) socket.pause();
    },
    release() {
      isHolding = false;
      for (const socket of sockets) socket.resume();
    },
    freeze() {
      isFrozen = true;
      for (const socket of sockets) {
        dead.add(socket);
        socket.resume();
      }
    },
    carryNew() {
      isFrozen = false;
    },
    thaw() {
      for (const socket of dead) socket.resetAndDestroy();
      isFrozen = false;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      reset();
      await closed;
    },
  };
}
