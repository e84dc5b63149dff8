// Listens for TLS connections, completes their handshakes within a time limit, and hands them on with what they showed.

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { serialText } from '../../shared/identity/fingerprint.ts';
import { fingerprint } from '../../shared/node/x509/fingerprint.ts';
import { ClientConnection, type Face, type ShownCertificate, type Source } from './client-connection.ts';
import { limits, Tally } from './connection-limits.ts';
import { peekServerName } from './peek.ts';

export interface TlsListener extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
}

/** How hands are shaken with a client, and what it then speaks with. */
export interface Handshake {
  readonly face: Face;
  readonly context: SecureContext;
  /** Whether the client is asked for a certificate: Node has no such choice once a handshake has begun. */
  readonly asks: boolean;
  readonly protocols: readonly string[];
}

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  /** Chooses by the name that the client asks for; null if it asks for none. */
  readonly choose: (serverName: string | null) => Handshake;
  /** Called after each handshake; the connection is paused until somebody reads it. */
  readonly onConnection: (connection: ClientConnection) => void;
  /** A handshake that takes longer is reset. */
  readonly handshakeMs: number;
}

/**
 * The raw socket is accepted by `net` and wrapped by hand, because only a raw socket can be reset: see ClientConnection.
 * Disposing stops listening and resets every connection.
 */
export async function listenTls(options: ListenerOptions): Promise<TlsListener> {
  const handshaking = new Tally();
  const open = new Set<Socket>();
  const server = createServer(
    { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 },
    (raw) => {
      const source = { address: raw.remoteAddress ?? '', port: raw.remotePort ?? 0 };
      open.add(raw);
      raw.on('close', () => open.delete(raw));
      raw.on('error', () => undefined);
      if (handshaking.of(source.address) >= limits.handshakesPerAddress) return void raw.resetAndDestroy();
      shakeHands(raw, source, handshaking.add(source.address), options);
    },
  );
  await listening(server, options);
  const bound = addressOf(server);
  return {
    ...bound,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const raw of open) raw.resetAndDestroy();
      await closed;
    },
  };
}

function shakeHands(raw: Socket, source: Source, release: () => void, options: ListenerOptions): void {
  // A server's own time limit leaves the connection open; this one ends it.
  const timer = setTimeout(() => raw.resetAndDestroy(), options.handshakeMs);
  raw.on('close', () => {
    clearTimeout(timer);
    release();
  });
  peekServerName(raw, (serverName) => {
    const { face, context, asks, protocols } = options.choose(serverName);
    const tls = new TLSSocket(raw, {
      isServer: true,
      secureContext: context,
      requestCert: asks,
      rejectUnauthorized: false,
      ALPNProtocols: [...protocols],
    });
    tls.on('error', () => raw.destroy());
    tls.once('secure', () => {
      clearTimeout(timer);
      release();
      // A server of Node's says so itself; HTTP/2 waits for it.
      Reflect.set(tls, 'secureConnecting', false);
      options.onConnection(new ClientConnection(raw, tls, source, shownBy(tls), face));
    });
  });
}

function shownBy(tls: TLSSocket): ShownCertificate | null {
  const x509 = tls.getPeerX509Certificate();
  if (x509 === undefined) return null;
  return { x509, sha256: fingerprint(x509.raw), serial: serialText(x509.serialNumber) };
}

function listening(server: Server, options: ListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, exclusive: true }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): Pick<AddressInfo, 'address' | 'port'> {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('a TCP server has an address and a port');
  return { address: bound.address, port: bound.port };
}
