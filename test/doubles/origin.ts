// Real TCP servers on loopback that stand for protected services.

import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';

export interface Origin extends AsyncDisposable {
  readonly port: number;
  /** Connections that ever came. */
  readonly connections: readonly Socket[];
  /** Bytes that ever came, over all connections. */
  readonly received: () => number;
}

/** A server that treats each connection as `serve` says. */
export async function startOrigin(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<Origin> {
  const connections: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections.push(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: 0 }, resolve);
  });
  return {
    port: portOf(server),
    connections,
    received: () => connections.reduce((sum, socket) => sum + socket.bytesRead, 0),
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends back what it gets, and ends when the other end does. */
export function echo(socket: Socket): void {
  socket.pipe(socket);
}

/** Sends without end, whether or not anybody reads. */
export function pour(socket: Socket): void {
  const block = Buffer.alloc(64 * 1024, 7);
  const more = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', more);
  socket.resume();
  more();
}

/** Reads to the end, then answers with the SHA-256 of what came, in hex. */
export function digest(socket: Socket): void {
  const hash = createHash('sha256');
  socket.on('data', (chunk) => hash.update(chunk));
  socket.on('end', () => socket.end(hash.digest('hex')));
}

function portOf(server: Server): number {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  return bound.port;
}
