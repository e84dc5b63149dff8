// Keeps connections to real servers: each to an address that was checked, over TLS where the service says so.

import { readFile } from 'node:fs/promises';
import { Agent, type AgentOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { resetSocket } from '../../../shared/node/sockets/reset-socket.ts';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import type { RealServer } from '../../config/web-schema.ts';
import type { Reach } from '../../resolve/reach.ts';
import { serverTarget } from '../web-access.ts';

/** A connection idle for longer is closed: servers close theirs after a minute or more. */
const idleMs = 15_000;
const handshakeMs = 10_000;

/** The server could not be connected to; `code` says why. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
  readonly code: DenialCode;

  constructor(code: DenialCode, cause?: unknown) {
    super(`the server is not reached: ${code}`, { cause });
    this.code = code;
  }
}

export interface ServerAgentParts {
  readonly server: RealServer;
  readonly service: 'http' | 'https';
  readonly reach: Reach;
  /** Told how long resolving, dialling and the handshake took; milliseconds. */
  readonly dialled: (tookMs: number) => void;
}

/** What a connection to a server stands on: the checked address, and the socket below TLS, which alone can be reset. */
interface Ground {
  readonly address: string;
  readonly raw: Socket;
}

const grounds = new WeakMap<Duplex, Ground>();

export function addressOf(socket: Duplex): string | null {
  return grounds.get(socket)?.address ?? null;
}

/** Drops what is buffered and resets. */
export function resetServer(socket: Duplex): void {
  const raw = grounds.get(socket)?.raw;
  if (raw !== undefined) resetSocket(raw, socket);
  socket.destroy();
}

/** Node's own pool; only how a connection comes about is ours. */
export class ServerAgent extends Agent {
  readonly #parts: ServerAgentParts;

  constructor(parts: ServerAgentParts) {
    super({ keepAlive: true, timeout: idleMs, scheduling: 'lifo', maxFreeSockets: 64 });
    this.#parts = parts;
  }

  /** `options.host` is the name that a TLS server is asked for: connections are kept apart by it. */
  override createConnection(
    options: AgentOptions & { readonly host?: string; readonly abandoned?: AbortSignal },
    callback?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    this.#connect(options.host ?? '', options.abandoned ?? new AbortController().signal).then(
      (socket) => callback?.(null, socket),
      // Node takes no socket where there is an error; its types do not know that.
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }

  /** Closes connections that carry nothing. Those in use are closed when they are done. */
  retire(): void {
    this.maxFreeSockets = 0;
    for (const sockets of Object.values(this.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  async #connect(name: string, signal: AbortSignal): Promise<Duplex> {
    const { server, service, reach } = this.#parts;
    const { host, port } = serverTarget(server);
    const began = performance.now();
    const reached = await reach(
      { address: host, mappedport: port, 'allow-addresses': server['allow-addresses'] },
      signal,
    );
    if (reached.kind === 'failed') throw new ServerUnreachable(reached.code);
    const socket = service === 'https' ? await overTls(reached.socket, name, server, signal) : reached.socket;
    this.#parts.dialled(performance.now() - began);
    grounds.set(socket, { address: reached.address, raw: reached.socket });
    return socket;
  }
}

async function overTls(socket: Socket, name: string, server: RealServer, signal: AbortSignal): Promise<Duplex> {
  const ca = await authorities(server, socket);
  const tls = connectTls({
    socket,
    // An address is no name to ask for (RFC 6066 section 3), but what the certificate has to be for.
    host: name,
    servername: /^[0-9.]+$|:/.test(name) ? '' : name,
    rejectUnauthorized: server['verify-cert'] === 'enable',
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    ...(ca === undefined ? {} : { ca }),
  });
  return await new Promise((resolve, reject) => {
    const fail = (code: DenialCode, cause?: unknown) => {
      tls.destroy();
      socket.destroy();
      reject(new ServerUnreachable(code, cause));
    };
    const timer = setTimeout(() => fail('083'), handshakeMs);
    const giveUp = () => fail('083');
    const settled = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    tls.once('secureConnect', () => {
      settled();
      tls.removeAllListeners('error');
      // Until a request takes it, its errors belong to nobody.
      tls.on('error', () => undefined);
      resolve(tls);
    });
    tls.once('error', (error) => {
      settled();
      fail('085', error);
    });
  });
}

/** Read at every connection, so that a file that was replaced counts; undefined: those that Node comes with. */
async function authorities(server: RealServer, socket: Socket): Promise<string | undefined> {
  const file = server['ca-file'];
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    socket.destroy();
    throw new ServerUnreachable('085', error);
  }
}
