// How long bodies are, and what may be asked twice: what heads say of it, for both directions.

import type { IncomingMessage } from 'node:http';
import { fieldOf, type WebExchange } from '../exchange.ts';
import type { Fields } from '../ports.ts';

/** How a server is told where the body ends. */
export function framing({ bodyLength }: WebExchange): Fields {
  if (bodyLength === 'none') return [];
  return bodyLength === 'unknown' ? [['Transfer-Encoding', 'chunked']] : [['Content-Length', String(bodyLength)]];
}

/** RFC 9110 section 9.2.2; what had a body may have been read already. */
export function isRepeatable({ method, bodyLength }: WebExchange): boolean {
  return bodyLength === 'none' && ['GET', 'HEAD', 'OPTIONS'].includes(method);
}

export function isEventStream(fields: Fields): boolean {
  return /^text\/event-stream\b/i.test(fieldOf(fields, 'content-type') ?? '');
}

/** As the server said it; a chunked answer has none. */
export function contentLength(response: IncomingMessage): string | null {
  if (response.headers['transfer-encoding'] !== undefined) return null;
  const length = response.headers['content-length'];
  return length !== undefined && /^[0-9]{1,15}$/.test(length) ? length : null;
}
