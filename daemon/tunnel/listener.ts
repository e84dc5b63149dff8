// Accepts local connections at one address and port, and lets in only those of users who may.

import { createServer, type Server, type Socket } from 'node:net';
import type { SocketOwner, TcpConnection } from '../../native/socket-owner/socket-owner.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';

export interface ListenerPorts {
  readonly ownerOf: (connection: TcpConnection) => Promise<SocketOwner>;
  readonly mayUse: (uid: number) => Promise<boolean>;
  /** A connection of a user who may: paused, nothing of it read. Resolves when it needs no more of the listener's care. */
  readonly admitted: (local: Socket, uid: number) => Promise<void>;
  readonly log: Logger;
}

export type Listening =
  | { readonly kind: 'listening'; readonly listener: AsyncDisposable }
  | { readonly kind: 'address-taken' }
  | { readonly kind: 'failed'; readonly error: AppError };

type Here = Pick<TcpConnection, 'localAddress' | 'localPort'>;

/** Disposing closes the listener and resets every connection that came through it. */
export async function listenLocal(address: string, port: number, ports: ListenerPorts): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  server.on('connection', (local) => {
    sockets.add(local);
    local.on('close', () => sockets.delete(local));
    // Its 'close' says all that matters.
    local.on('error', () => undefined);
    // Bound to one address, all have the same: the kernel need not be asked for it each time.
    admit(local, { localAddress: address, localPort: port }, ports).catch((error: unknown) => {
      ports.log.error('carrying a local connection failed', { error });
      resetSocket(local);
    });
  });
  const failure = await bind(server, address, port);
  if (failure !== null) {
    if (failure.code === 'EADDRINUSE') return { kind: 'address-taken' };
    const error = new AppError('listen-failed', { address: `${address}:${port}` }, { cause: failure });
    return { kind: 'failed', error };
  }
  // Without descriptors accepting fails now and then; the listener stays.
  server.on('error', (error) => ports.log.warn('accepting a local connection failed', { error }));
  const listener = {
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) resetSocket(socket);
      await closed;
    },
  };
  return { kind: 'listening', listener };
}

/** Not allowed, unknown or a check that breaks: reset before a byte was read or a gateway heard of it. */
async function admit(local: Socket, here: Here, ports: ListenerPorts): Promise<void> {
  const uid = await allowedUid(local, here, ports);
  if (uid === null || local.destroyed) resetSocket(local);
  else await ports.admitted(local, uid);
}

async function allowedUid(local: Socket, here: Here, { ownerOf, mayUse, log }: ListenerPorts): Promise<number | null> {
  const { remoteAddress, remotePort } = local;
  if (remoteAddress === undefined || remotePort === undefined) return null;
  try {
    const owner = await ownerOf({ ...here, remoteAddress, remotePort });
    if (owner.kind === 'known' && (await mayUse(owner.uid))) return owner.uid;
    const why = owner.kind === 'known' ? { uid: owner.uid } : { reason: owner.reason };
    log.warn('reset a local connection that may not use the tunnel', why);
  } catch (error) {
    log.warn('reset a local connection whose owner could not be asked for', { error });
  }
  return null;
}

function bind(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', resolve);
      resolve(null);
    });
  });
}
