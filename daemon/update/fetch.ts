// Fetches a file by HTTP within limits of size and time; what it is worth, others find out.

import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { getCACertificates } from 'node:tls';

export interface FetchLimits {
  readonly maxBytes: number;
  /** For all of it. */
  readonly totalMs: number;
  /** Between two pieces. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

export type Fetched = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly why: string };

const mostRedirects = 3;

/**
 * Hands over piece after piece. Never rejects but for what `take` throws. Follows redirects from HTTPS to HTTPS, from HTTP to either,
 * and to nothing else.
 */
export async function fetchFile(
  from: URL,
  limits: FetchLimits,
  take: (piece: Buffer) => Promise<void> | void,
): Promise<Fetched> {
  const idle = new AbortController();
  const idleTimer = setTimeout(() => idle.abort(), limits.idleMs);
  const signal = AbortSignal.any([limits.signal, idle.signal, AbortSignal.timeout(limits.totalMs)]);
  try {
    const answer = await ask(from, signal);
    if (answer.kind === 'failed') return answer;
    return await receive(answer.response, limits.maxBytes, () => idleTimer.refresh(), take);
  } catch (error) {
    if (signal.aborted) return failed(limits.signal.aborted ? 'it was given up' : 'it took too long');
    if (error instanceof TakeError) throw error.cause;
    return failed(error instanceof Error && 'code' in error ? String(error.code) : 'the connection broke');
  } finally {
    clearTimeout(idleTimer);
  }
}

/** What went wrong at our end, not at the server's. */
class TakeError extends Error {}

type Asked = { readonly kind: 'answered'; readonly response: IncomingMessage } | Extract<Fetched, { kind: 'failed' }>;

async function ask(from: URL, signal: AbortSignal): Promise<Asked> {
  let url = from;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await request(url, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) {
      const encoding = headers['content-encoding'] ?? 'identity';
      if (encoding === 'identity') return { kind: 'answered', response };
      response.destroy();
      return failed(`it came encoded as ${encoding.slice(0, 20)}`);
    }
    response.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode)) return failed(`status ${statusCode}`);
    const next = targetOf(headers.location ?? '', url);
    if (next === null || !mayLead(url, next)) return failed('it was redirected to where it must not lead');
    url = next;
  }
  return failed('it was redirected too often');
}

function targetOf(location: string, from: URL): URL | null {
  try {
    return new URL(location, from);
  } catch {
    return null;
  }
}

/** From HTTPS to HTTPS, from HTTP to either. */
export function mayLead(from: URL, to: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
}

function request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  // A connection of its own: nothing is kept open for hours.
  const options = { signal, agent: false as const, headers: { accept: '*/*', 'accept-encoding': 'identity' } };
  return new Promise((resolve, reject) => {
    const sent =
      url.protocol === 'https:'
        ? getSecure(url, { ...options, ca: anchors() }, resolve)
        : getPlain(url, options, resolve);
    sent.on('error', reject);
  });
}

/** Those of the machine too: mirrors inside the house have certificates of the house. */
function anchors(): string[] {
  return [...getCACertificates('bundled'), ...getCACertificates('system')];
}

async function receive(
  response: IncomingMessage,
  maxBytes: number,
  onPiece: () => void,
  take: (piece: Buffer) => Promise<void> | void,
): Promise<Fetched> {
  let bytes = 0;
  for await (const piece of response) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('unreachable: without an encoding pieces are bytes');
    bytes += piece.length;
    if (bytes > maxBytes) return failed('it is larger than it may be');
    onPiece();
    try {
      await take(piece);
    } catch (cause) {
      throw new TakeError('what came could not be kept', { cause });
    }
  }
  return response.complete ? { kind: 'complete' } : failed('it ended too early');
}

function failed(why: string): Extract<Fetched, { kind: 'failed' }> {
  return { kind: 'failed', why };
}
