// Listens at one loopback address and port for one destination; only allowed users of this machine get further.

import net from 'node:net';
import type { SocketOwner, TcpConnection } from '../../native/socket-owner/socket-owner.ts';
import type { Logger } from '../../shared/log.ts';

export interface ListenerOptions {
  readonly address: string;
  readonly port: number;
  readonly ownerOf: (connection: TcpConnection) => Promise<SocketOwner>;
  readonly mayUse: (uid: number) => Promise<boolean>;
  /** Takes over an allowed connection. Nothing has been read from it. */
  readonly onConnection: (local: net.Socket, uid: number) => Promise<void>;
  readonly log: Logger;
}

export type Listening =
  | { readonly kind: 'listening'; readonly listener: AsyncDisposable }
  | { readonly kind: 'failed'; readonly cause: unknown };

/** Binds exclusively; disposing closes the listener and resets what it accepted. */
export async function listenLocally(options: ListenerOptions): Promise<Listening> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    admit(socket, options).catch((error: unknown) => {
      options.log.error('a local connection could not be carried', { error });
      socket.resetAndDestroy();
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: options.address, port: options.port, exclusive: true }, resolve);
    });
  } catch (cause) {
    return { kind: 'failed', cause };
  }
  server.on('error', (error) => options.log.error('a local listener failed', { error }));
  const close = () => {
    for (const socket of sockets) socket.resetAndDestroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { kind: 'listening', listener: { [Symbol.asyncDispose]: close } };
}

/** Asks the kernel who connects; unknown or not allowed is reset before a byte is read. */
async function admit(socket: net.Socket, options: ListenerOptions): Promise<void> {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  if (
    localAddress === undefined ||
    localPort === undefined ||
    remoteAddress === undefined ||
    remotePort === undefined
  ) {
    socket.destroy();
    return;
  }
  const owner = await options.ownerOf({ localAddress, localPort, remoteAddress, remotePort });
  if (owner.kind === 'known' && (await options.mayUse(owner.uid))) return await options.onConnection(socket, owner.uid);
  const why = owner.kind === 'known' ? `uid ${owner.uid} is not allowed` : `its owner is ${owner.reason}`;
  options.log.warn('a local connection was refused', { why });
  socket.resetAndDestroy();
}
