// Finds out whether a TLS server holds a certain key, whatever its certificate says of itself and whoever signed it.

import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { probeTlsOptions } from './tls-options.ts';

const timeLimitMs = 5_000;

/**
 * True if the server at `host:port` finished a handshake with that key (SHA-256 of its SPKI). Shows and sends nothing.
 * Never rejects. @param isRefused tells of an address that it must not be reached by
 */
export function provesKey(
  at: string,
  sha256: string,
  isRefused: (address: string) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${at}`);
  const host = hostname.replace(/^\[|\]$/g, '');
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
  return new Promise((resolve) => {
    const socket = connect({ ...probeTlsOptions(host), host, port: Number(port) });
    const end = (isProved: boolean): void => {
      limit.removeEventListener('abort', stop);
      socket.destroy();
      resolve(isProved);
    };
    const stop = (): void => end(false);
    limit.addEventListener('abort', stop, { once: true });
    if (limit.aborted) stop();
    socket.on('error', stop);
    socket.on('close', stop);
    socket.on('secureConnect', () => {
      // The handshake is signed with the key of the certificate that was shown: no copy of the certificate will do.
      const spki = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
      const shown = spki === undefined ? null : createHash('sha256').update(spki).digest('hex');
      end(shown === sha256 && !isRefused(socket.remoteAddress ?? ''));
    });
  });
}
