// Keeps the WebSocket to the EMS: beats, notices, reconnecting with jitter. What a notice means is the caller's.

import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { z } from 'zod';
import { backoffDelayMs, emsBackoff } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { beatTimeoutMs, closeCodes, type ServerEvent, serverEvent } from '../ems/events.ts';
import { AppError } from '../errors/app-error.ts';
import type { Logger } from '../log.ts';
import { certificateDates } from './tls/certificate-dates.ts';
import { type ClientTls, clientTlsOptions } from './tls/tls-options.ts';

/**
 *   connecting ──open──▶ connected ──closed──▶ waiting ──delay──▶ connecting …
 *   refused: credentials not accepted; renew, then `reconnect()` (it also tries again by itself)
 *   withdrawn: the EMS has ended this identity; the link has stopped for good
 */
export type LinkState =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'connected' }
  | { readonly kind: 'waiting'; readonly error: AppError; readonly retryInMs: number }
  | { readonly kind: 'refused'; readonly retryInMs: number }
  | { readonly kind: 'withdrawn' };

export interface EmsLink extends AsyncDisposable {
  /** Tells the EMS that everything up to this revision is in force here. Lost silently if there is no connection. */
  applied(revision: number): void;
  /** Drops the connection, if any, and connects again at once (after a renewal, or when the network came back). */
  reconnect(): void;
}

export interface EmsLinkOptions {
  /** `wss://host:port/path` */
  readonly url: string;
  readonly subprotocol: string;
  /** Asked anew at every connection, so that a renewed certificate is used. */
  readonly tls: () => ClientTls;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onState: (state: LinkState) => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** 25 s without a beat closes the socket; shorter in tests. */
  readonly beatTimeoutMs?: number;
}

/** Answers to the upgrade that end this identity for good, or that no new certificate would change. */
const endedIdentity = z.object({ code: z.enum(['device-revoked', 'gateway-withdrawn']) });
const ofTheFuture = z.object({ code: z.literal('certificate-not-yet-valid') });

const largestEvent = 16 * 1024;
const steadyMs = 30_000;

/** How a connection ended. */
type Ending =
  | { readonly kind: 'closed'; readonly error: AppError }
  | { readonly kind: 'refused' }
  | { readonly kind: 'withdrawn' };

/** Starts connecting at once and keeps at it until disposed or withdrawn. */
export function keepEmsLink(options: EmsLinkOptions): EmsLink {
  const stop = new AbortController();
  let hurry = new AbortController();
  let socket: WebSocket | null = null;

  async function run(): Promise<void> {
    let attempt = 1;
    while (!stop.signal.aborted) {
      options.onState({ kind: 'connecting', attempt });
      hurry = new AbortController();
      const began = options.clock.monotonic();
      const ending = await connectOnce();
      if (stop.signal.aborted) return;
      if (ending.kind === 'withdrawn') return options.onState({ kind: 'withdrawn' });
      if (options.clock.monotonic() - began > steadyMs) attempt = 1;
      const retryInMs = backoffDelayMs(emsBackoff, attempt, options.random());
      options.onState(
        ending.kind === 'refused'
          ? { kind: 'refused', retryInMs }
          : { kind: 'waiting', error: ending.error, retryInMs },
      );
      attempt += 1;
      await sleep(retryInMs, undefined, { signal: AbortSignal.any([stop.signal, hurry.signal]) }).catch(
        () => undefined,
      );
    }
  }

  async function connectOnce(): Promise<Ending> {
    const made = new WebSocket(options.url, options.subprotocol, {
      ...clientTlsOptions({ identity: { kind: 'ems' }, ...options.tls() }),
      handshakeTimeout: 10_000,
      maxPayload: largestEvent,
      followRedirects: false,
    });
    socket = made;
    const silence = watchSilence(made, options.beatTimeoutMs ?? beatTimeoutMs);
    try {
      return await endingOf(made, options, silence.restart);
    } finally {
      silence.stop();
      socket = null;
    }
  }

  const running = run();
  return {
    applied(revision) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'applied', revision }));
    },
    reconnect() {
      hurry.abort();
      socket?.terminate();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      socket?.terminate();
      await running;
    },
  };
}

/** Ends a socket that has been silent for too long. */
function watchSilence(
  socket: WebSocket,
  timeoutMs: number,
): { readonly restart: () => void; readonly stop: () => void } {
  const timer = setTimeout(() => socket.terminate(), timeoutMs);
  return { restart: () => timer.refresh(), stop: () => clearTimeout(timer) };
}

async function endingOf(socket: WebSocket, options: EmsLinkOptions, heard: () => void): Promise<Ending> {
  let answered: Promise<Ending | null> = Promise.resolve(null);
  let cause: unknown;
  socket.on('error', (error) => {
    cause = error;
  });
  socket.on('unexpected-response', (_request, response) => {
    answered = refusalOf(response).finally(() => socket.terminate());
  });
  socket.on('open', () => options.onState({ kind: 'connected' }));
  socket.on('message', (bytes, isBinary) => {
    const event = isBinary ? null : eventOf(bytes.toString());
    if (event === null) return options.log.warn('the EMS sent an event this release cannot read');
    if (event.type === 'beat') heard();
    options.onEvent(event);
  });
  const code = await new Promise<number>((resolve) => socket.once('close', resolve));
  const refused = await answered;
  if (refused !== null) return refused;
  if (code === closeCodes.withdrawn) return { kind: 'withdrawn' };
  if (code === closeCodes.refused) return { kind: 'refused' };
  const server = new URL(options.url).host;
  const error = certificateDates(server, cause) ?? new AppError('ems-unreachable', { server }, { cause });
  return { kind: 'closed', error };
}

/** Reads why the upgrade was answered with an HTTP status. */
async function refusalOf(response: IncomingMessage): Promise<Ending | null> {
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > largestEvent) break;
  }
  const told = endedIdentity.safeParse(jsonOf(text));
  if (told.success) return { kind: 'withdrawn' };
  if (ofTheFuture.safeParse(jsonOf(text)).success)
    return { kind: 'closed', error: new AppError('certificate-not-yet-valid') };
  return response.statusCode === 401 || response.statusCode === 403 ? { kind: 'refused' } : null;
}

function eventOf(text: string): ServerEvent | null {
  const result = serverEvent.safeParse(jsonOf(text));
  return result.success ? result.data : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
