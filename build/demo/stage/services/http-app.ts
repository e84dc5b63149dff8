// The protected web application: pages, a download of known bytes, an upload, and a WebSocket that echoes and ticks.

import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { knownBytes } from './known-bytes.ts';
import { livePage, pageOf } from './pages.ts';

const largestDownload = 1024 * 1024 * 1024;
const tickMs = 100;

/** Serves until disposed: `/`, `/live`, `/bytes/<n>`, and WebSockets at `/ws`. */
export async function startHttpApp(host: string, port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server = http.createServer((request, response) => void serve(request, response));
  const sockets = new WebSocketServer({ server, path: '/ws' });
  sockets.on('connection', talk);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  const wanted = /^\/bytes\/([0-9]{1,10})$/.exec(path)?.[1];
  if (wanted !== undefined && Number(wanted) <= largestDownload) return sendBytes(Number(wanted), response);
  const pages: Readonly<Record<string, string>> = { '/': pageOf(request), '/live': livePage };
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}

async function sendBytes(length: number, response: http.ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': length });
  try {
    await pipeline(Readable.from(knownBytes(length), { objectMode: false, highWaterMark: 512 * 1024 }), response);
  } catch {
    // The reader went away; there is nobody to tell.
  }
}

function talk(socket: WebSocket): void {
  let ticks = 0;
  const timer = setInterval(() => socket.send(`tick ${++ticks}`), tickMs);
  socket.on('message', (text) => socket.send(`echo ${String(text)}`));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => clearInterval(timer));
}
