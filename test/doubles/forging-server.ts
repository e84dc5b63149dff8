// A TLS server that claims to be the EMS with its own key, and writes down every byte that clients confide to it.

import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';
import { serverTlsOptions } from '../../shared/node/tls/tls-options.ts';

export interface ForgingServer extends AsyncDisposable {
  readonly port: number;
  /** All decrypted bytes so far, of all connections. */
  heard(): string;
}

/** Answers every request with `answer`, a whole HTTP response body, and shows `cert` (a PEM chain). */
export async function forgingServer(options: {
  readonly key: string;
  readonly cert: string;
  readonly answer: string;
  readonly status?: number;
}): Promise<ForgingServer> {
  const chunks: Buffer[] = [];
  const open = new Set<TLSSocket>();
  const { key, cert, answer, status = 200 } = options;
  const server = createServer(serverTlsOptions({ key, cert, requestClientCertificate: false }), (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      socket.end(
        `HTTP/1.1 ${status} Whatever\r\nContent-Length: ${Buffer.byteLength(answer)}\r\nConnection: close\r\n\r\n${answer}`,
      );
    });
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    heard: () => Buffer.concat(chunks).toString('latin1'),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
