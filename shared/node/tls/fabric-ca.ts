// Enrolment's two connections: the first fetches the fabric CA and compares it with the pin, the second trusts only it.

import { X509Certificate } from 'node:crypto';
import { Agent, type Dispatcher, request } from 'undici';
import { AppError } from '../../errors/app-error.ts';
import { fingerprint, isSameFingerprint } from '../x509/fingerprint.ts';
import { onlyPemBlock, pemBlock } from '../x509/pem.ts';
import { type ClientTls, clientTlsOptions, unverifiedTlsOptions } from './tls-options.ts';

const largestAnswer = 65_536;
const defaultTimeoutMs = 10_000;

/** Where to ask and what must come: `server` is `host:port`, `sha256` the invitation's pin. */
export interface FabricCaRequest {
  readonly server: string;
  readonly sha256: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Fetches `GET /ca` over a connection that verifies nothing, and returns the certificate as PEM only if the SHA-256 of
 * its DER is the pin. What is returned is written anew from the DER that was compared. The connection is closed before;
 * nothing the server says on it is believed besides.
 * @throws AppError `ems-unreachable`, `pin-mismatch`
 */
export async function fetchFabricCa(options: FabricCaRequest): Promise<string> {
  const text = await fetchText(options);
  const der = onlyPemBlock(text, ['CERTIFICATE'], largestAnswer);
  if (der === undefined || !isSameFingerprint(fingerprint(der), options.sha256))
    throw new AppError('pin-mismatch', { server: options.server });
  // The pin names these very bytes; that they are a CA is the EMS's promise, and worth a look.
  if (!new X509Certificate(der).ca) throw new AppError('pin-mismatch', { server: options.server });
  return pemBlock('CERTIFICATE', der);
}

/** Connections to one server that trust only the CA given. Dispose it to close them. */
export interface PinnedClient extends AsyncDisposable {
  /** For undici's `request(origin + path, { dispatcher })`. */
  readonly dispatcher: Dispatcher;
  /** `https://host:port` */
  readonly origin: string;
}

export interface PinnedClientOptions {
  readonly timeoutMs?: number;
  /** The most at once; what is asked meanwhile waits. No limit unless given. */
  readonly connections?: number | null;
}

/**
 * A client of `server` (`host:port`) that verifies chain, dates and host name against the CA given, that the
 * server is no gateway, and keeps no TLS session. Only over such a connection may an invitation's code travel.
 */
export function pinnedClient(
  server: string,
  tls: ClientTls,
  { timeoutMs = defaultTimeoutMs, connections = null }: PinnedClientOptions = {},
): PinnedClient {
  const agent = new Agent({
    connections,
    connect: {
      ...clientTlsOptions({ identity: { kind: 'ems' }, ...tls }),
      maxCachedSessions: 0,
      allowH2: false,
      timeout: timeoutMs,
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: 64 * 1024 * 1024,
  });
  return { dispatcher: agent, origin: `https://${server}`, [Symbol.asyncDispose]: () => agent.destroy() };
}

async function fetchText(options: FabricCaRequest): Promise<string> {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit]);
  const agent = new Agent({
    connect: { ...unverifiedTlsOptions(), maxCachedSessions: 0, allowH2: false, timeout: timeoutMs },
    maxResponseSize: largestAnswer,
    pipelining: 0,
  });
  try {
    const reply = await request(`https://${options.server}/ca`, { dispatcher: agent, signal });
    const text = await reply.body.text();
    if (reply.statusCode === 200) return text;
    throw new Error(`status ${reply.statusCode}`);
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new AppError('ems-unreachable', { server: options.server }, { cause });
  } finally {
    await agent.destroy();
  }
}
