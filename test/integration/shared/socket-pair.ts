// Two ends of a real connection on loopback, TCP or TLS.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { clientTlsOptions, serverTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';

export interface SocketPair extends Disposable {
  readonly accepted: Socket;
  readonly connected: Socket;
}

const pki = await makeThrowawayPki();
const shown = await pki.gateway(['gw.corp.test']);
const serverTls = { key: shown.keyPem, cert: shown.certificatePem, requestClientCertificate: false };
const clientTls = clientTlsOptions({ ca: pki.fabric.certificatePem, servername: 'gw.corp.test' });

export async function tcpPair(): Promise<SocketPair> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const connected = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  const [[accepted]] = await Promise.all([once(server, 'connection'), once(connected, 'connect')]);
  server.close();
  return pair(accepted, connected);
}

/** The accepting end is wrapped by hand, as the gateway does it. */
export async function tlsPair(): Promise<{ readonly accepted: TLSSocket; readonly connected: TLSSocket } & Disposable> {
  const raw = await tcpPair();
  const accepted = new TLSSocket(raw.accepted, { ...serverTlsOptions(serverTls), isServer: true });
  const connected = connectTls({ ...clientTls, socket: raw.connected });
  await Promise.all([once(connected, 'secureConnect'), once(accepted, 'secure')]);
  return pair(accepted, connected);
}

function pair<S extends Socket>(accepted: S, connected: S): { accepted: S; connected: S } & Disposable {
  for (const socket of [accepted, connected]) socket.on('error', () => undefined);
  return {
    accepted,
    connected,
    [Symbol.dispose]() {
      accepted.destroy();
      connected.destroy();
    },
  };
}
