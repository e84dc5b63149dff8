// Dials a gateway: TCP, TLS with both certificates, then the upgrade; all before anybody waits for it.

import net from 'node:net';
import tls from 'node:tls';
import type { ProfileGateway } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { clientTlsOptions } from '../../shared/node/tls/tls-options.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { TunnelIdentity } from './tunnels.ts';
import { readUpgradeAnswer, upgradeRequest } from './upgrade.ts';

/** A connection whose upgrade was answered with 101. */
export interface Dialled {
  readonly socket: tls.TLSSocket;
  readonly rest: Buffer;
}

/** The gateway refused the upgrade and said why. */
export class UpgradeRefused extends Error {
  readonly denial: Denial;
  constructor(denial: Denial) {
    super(`the gateway refused the tunnel: ${denial.code}`);
    this.denial = denial;
  }
}

const dialLimitMs = 10_000;

/**
 * Tries the gateway's addresses in order.
 * @throws UpgradeRefused; AppError `gateway-unreachable` with the last cause
 */
export async function dialGateway(
  gateway: ProfileGateway,
  identity: TunnelIdentity,
  signal: AbortSignal,
): Promise<Dialled> {
  let cause: unknown;
  for (const address of gateway.addresses) {
    signal.throwIfAborted();
    try {
      return await dialAddress(address, gateway, identity, signal);
    } catch (error) {
      if (error instanceof UpgradeRefused) throw error;
      cause = error;
    }
  }
  throw new AppError('gateway-unreachable', { gateway: gateway.serverName }, { cause });
}

function dialAddress(
  address: string,
  gateway: ProfileGateway,
  identity: TunnelIdentity,
  signal: AbortSignal,
): Promise<Dialled> {
  const { hostname, port } = new URL(`https://${address}`);
  const raw = net.connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 443),
    noDelay: true,
    keepAlive: true,
  });
  const socket = tls.connect({
    socket: raw,
    ...clientTlsOptions({
      ...identity,
      servername: gateway.serverName,
      identity: { kind: 'gateway', gatewayId: gateway.id },
    }),
  });
  raw.on('error', (error) => socket.destroy(error));
  socket.once('secureConnect', () => socket.write(upgradeRequest(gateway.serverName)));
  return upgraded(socket, AbortSignal.any([signal, AbortSignal.timeout(dialLimitMs)]));
}

function upgraded(socket: tls.TLSSocket, signal: AbortSignal): Promise<Dialled> {
  const { promise, resolve, reject } = Promise.withResolvers<Dialled>();
  let bytes: Buffer = Buffer.alloc(0);
  const give = (error: Error) => {
    socket.destroy();
    reject(error);
  };
  const look = (hasEnded: boolean) => {
    const answer = readUpgradeAnswer(bytes, hasEnded);
    if (answer.kind === 'ready') {
      socket.pause();
      resolve({ socket, rest: answer.rest });
    } else if (answer.kind === 'refused' && answer.denial !== null) give(new UpgradeRefused(answer.denial));
    else if (answer.kind !== 'more') give(new Error('the gateway answered the upgrade with something else'));
  };
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    look(false);
  };
  const onEnd = () => look(true);
  const onClose = () => give(new Error('the gateway closed the connection'));
  const onAbort = () => give(new Error('the gateway did not answer in time'));
  socket.on('data', onData).on('end', onEnd).on('close', onClose).on('error', give);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return promise.finally(() => {
    socket.off('data', onData).off('end', onEnd).off('close', onClose).off('error', give);
    // Whoever takes over listens in the same turn; until then an error must not end the program.
    socket.on('error', () => undefined);
    signal.removeEventListener('abort', onAbort);
  });
}
