// Dials a gateway until a connection of its own protocol is ready, or says why there is none.

import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { ProfileGateway } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { RequestId } from '../../shared/ids.ts';
import { certificateDates } from '../../shared/node/tls/certificate-dates.ts';
import { clientTlsOptions } from '../../shared/node/tls/tls-options.ts';
import { type Denial, denial } from '../../shared/tunnel/denial.ts';
import { largestControlPayload } from '../../shared/tunnel/frame.ts';
import { continuesHeader, tunnelPath, tunnelProtocol } from '../../shared/tunnel/opening.ts';
import { readAnswerHead } from './answer-head.ts';

/** PEM; `ca` is the fabric CA. */
export interface DialIdentity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Why no gateway connection came; `denial` if the gateway itself said so. */
export interface DialFailure {
  readonly kind: 'failed';
  readonly error: AppError;
  readonly denial: Denial | null;
}

/** `early` came right behind the `101`. `address` is the one that works. */
export interface Dialled {
  readonly kind: 'dialled';
  readonly socket: TLSSocket;
  readonly early: Uint8Array;
  readonly address: string;
}

/** One address gets this long for TCP, TLS and the Upgrade. */
const addressTimeoutMs = 5_000;

/**
 * Tries the addresses in order. A refusal ends the attempt, because every address leads to the same gateway; so does an
 * abort. `continues`: what is carried over connections of an earlier certificate.
 */
export async function dialGateway(
  gateway: ProfileGateway,
  addresses: readonly string[],
  identity: DialIdentity,
  signal: AbortSignal,
  continues: readonly RequestId[] = [],
): Promise<Dialled | DialFailure> {
  let last: DialFailure = unreachable(gateway, new Error('no address was tried'));
  for (const address of addresses) {
    if (signal.aborted) break;
    const outcome = await dialAddress(gateway, address, identity, signal, continues);
    if (outcome.kind === 'dialled' || outcome.denial !== null) return outcome;
    last = outcome;
  }
  return last;
}

async function dialAddress(
  gateway: ProfileGateway,
  address: string,
  identity: DialIdentity,
  signal: AbortSignal,
  continues: readonly RequestId[],
): Promise<Dialled | DialFailure> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(addressTimeoutMs)]);
  let socket: TLSSocket;
  try {
    socket = connect({
      ...clientTlsOptions({
        ca: identity.ca,
        servername: gateway.serverName,
        identity: { kind: 'gateway', gatewayId: gateway.id },
      }),
      ...placeOf(address),
      secureContext: contextOf(identity),
    });
  } catch (cause) {
    // A key or certificate that cannot be read is found here.
    return unreachable(gateway, cause);
  }
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
  const outcome = await upgrade(socket, gateway, continues, limit);
  if (outcome.kind !== 'upgraded') {
    socket.destroy();
    return outcome;
  }
  return { kind: 'dialled', socket, early: outcome.early, address };
}

/** Made once for all connections: reading certificates and key anew costs each of them time, and memory while it lives. */
const contexts = new WeakMap<DialIdentity, SecureContext>();

function contextOf(identity: DialIdentity): SecureContext {
  const known = contexts.get(identity);
  if (known !== undefined) return known;
  const made = createSecureContext(clientTlsOptions(identity));
  contexts.set(identity, made);
  return made;
}

type Upgraded = { readonly kind: 'upgraded'; readonly early: Uint8Array };

/** Sends the request once the server has proved who it is, and reads the answer. Leaves the socket paused. */
function upgrade(
  socket: TLSSocket,
  gateway: ProfileGateway,
  continues: readonly RequestId[],
  signal: AbortSignal,
): Promise<Upgraded | DialFailure> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const settle = (outcome: Upgraded | DialFailure) => {
      signal.removeEventListener('abort', gaveUp);
      socket.off('data', read).off('error', failed).off('close', closed).pause();
      socket.on('error', () => undefined);
      resolve(outcome);
    };
    const gaveUp = () => settle(unreachable(gateway, signal.reason));
    const failed = (error: Error) =>
      settle(isNetworkError(error) ? unreachable(gateway, error) : untrusted(gateway, error));
    const closed = () => settle(unreachable(gateway, new Error('closed before it answered')));
    const read = (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const outcome = judge(bytes, gateway);
      if (outcome !== null) settle(outcome);
    };
    signal.addEventListener('abort', gaveUp, { once: true });
    socket.on('error', failed).on('close', closed).on('data', read);
    socket.once('secureConnect', () => socket.write(requestHead(gateway, continues)));
    if (signal.aborted) gaveUp();
  });
}

function requestHead(gateway: ProfileGateway, continues: readonly RequestId[]): string {
  const upgrade = `Connection: Upgrade\r\nUpgrade: ${tunnelProtocol}\r\n`;
  return `GET ${tunnelPath} HTTP/1.1\r\nHost: ${gateway.serverName}\r\n${upgrade}${continuesHeader(continues)}\r\n`;
}

/** What the bytes so far amount to; null while more are needed. */
function judge(bytes: Buffer, gateway: ProfileGateway): Upgraded | DialFailure | null {
  const head = readAnswerHead(bytes);
  if (head.kind === 'partial') return null;
  if (head.kind === 'invalid') return notAGateway(gateway, head.why);
  if (head.status === 101) {
    return head.headers.get('upgrade')?.toLowerCase() === tunnelProtocol
      ? { kind: 'upgraded', early: bytes.subarray(head.length) }
      : notAGateway(gateway, 'another protocol');
  }
  const length = Number(head.headers.get('content-length') ?? 0);
  if (!(length >= 0 && length <= largestControlPayload)) return notAGateway(gateway, `status ${head.status}`);
  if (bytes.length < head.length + length) return null;
  const told = denial.safeParse(jsonOf(bytes.subarray(head.length, head.length + length)));
  if (!told.success) return notAGateway(gateway, `status ${head.status}`);
  const { code, title } = told.data;
  return {
    kind: 'failed',
    error: new AppError('gateway-refused', { gateway: gateway.serverName, code, title }),
    denial: told.data,
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function unreachable(gateway: ProfileGateway, cause: unknown): DialFailure {
  const error = new AppError('gateway-unreachable', { gateway: gateway.serverName }, { cause });
  return { kind: 'failed', error, denial: null };
}

function untrusted(gateway: ProfileGateway, cause: unknown): DialFailure {
  const { serverName } = gateway;
  const error =
    certificateDates(`the gateway ${serverName}`, cause) ??
    new AppError('gateway-not-trusted', { gateway: serverName }, { cause });
  return { kind: 'failed', error, denial: null };
}

function notAGateway(gateway: ProfileGateway, why: string): DialFailure {
  const error = new AppError('gateway-answer-invalid', { gateway: gateway.serverName, why });
  return { kind: 'failed', error, denial: null };
}

/** Trouble of the way there, as opposed to a certificate that is not the gateway's. */
function isNetworkError(error: Error): boolean {
  return 'syscall' in error || ('code' in error && error.code === 'ECONNRESET');
}

function placeOf(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}
