// What every HTTPS listener of the EMS asks of Fastify: JSON bodies only, and connections that end when it does.

import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

export function takeOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
}

/** What ends every connection, now and from now on: closing waits for WebSockets, which end by themselves never. */
export function trackConnections(app: FastifyInstance): () => void {
  const sockets = new Set<Socket>();
  let isEnding = false;
  app.server.on('connection', (socket: Socket) => {
    if (isEnding) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    isEnding = true;
    for (const socket of sockets) socket.destroy();
  };
}
