// Knows the fields that mean one connection and not the request: they end at the gateway (RFC 9110 section 7.6.1).

import type { Fields } from '../ports.ts';
import { canonicalName } from './look-alikes.ts';

/** Canonical names. `Content-Length` is framing like the others: whoever sends a body writes it anew. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'te',
  'trailer',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'http2-settings',
  'expect',
]);

/** @param name canonical */
export function isHopByHop(name: string): boolean {
  return hopByHop.has(name);
}

/** The canonical names that `Connection` lists. */
export function connectionNames(fields: Fields): ReadonlySet<string> {
  const listing = fields.filter(
    ([name]) => name.length === 'connection'.length && canonicalName(name) === 'connection',
  );
  // Of most requests and answers, three times for each.
  if (listing.length === 0) return none;
  return new Set(listing.flatMap(([, value]) => value.split(',').map((part) => canonicalName(part.trim()))));
}

const none: ReadonlySet<string> = new Set();

/** What no request may have removed on the way: a server would read another request than the gateway did. */
const neverListed: ReadonlySet<string> = new Set(['host', 'content-length', 'transfer-encoding', 'cookie']);

/** A name that `Connection` lists although the request's meaning hangs on it: a request with one is refused. Null: none. */
export function wronglyListed(fields: Fields): string | null {
  return [...connectionNames(fields)].find((name) => neverListed.has(name)) ?? null;
}
