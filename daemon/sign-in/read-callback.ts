// Reads what came to the address that a browser is sent back to, and decides what it is; pure.

import { createHash, timingSafeEqual } from 'node:crypto';

export const callbackPath = '/stile/sign-in';

/** A request as Node's HTTP parser has it. */
export interface CallbackRequest {
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export type Callback =
  | { readonly kind: 'code'; readonly code: string; readonly issuer: string | null }
  /** The provider's own word, of RFC 6749 §4.1.2.1 or OpenID Connect. */
  | { readonly kind: 'denied'; readonly error: string }
  /** Not what this sign-in waits for: answered, and it goes on waiting. */
  | { readonly kind: 'other'; readonly status: 400 | 403 | 404 | 405 | 421 };

/**
 * Only `GET /stile/sign-in?…` at exactly this address counts, by a browser that was led there as a page, with this sign-in's
 * state. A name that was rebound to this address is another host, and a script of a page knows no state.
 */
export function readCallback(request: CallbackRequest, port: number, state: string): Callback {
  const { method, target, headers } = request;
  const only = (name: string) => (headers[name]?.length === 1 ? headers[name][0] : undefined);
  if (only('host') !== `127.0.0.1:${port}`) return { kind: 'other', status: 421 };
  const [path, query = ''] = splitOnce(target);
  if (path !== callbackPath) return { kind: 'other', status: 404 };
  if (method !== 'GET') return { kind: 'other', status: 405 };
  // Browsers say whether a person is led here or a page asks; what says nothing is no page (Fetch Metadata).
  if ((only('sec-fetch-mode') ?? 'navigate') !== 'navigate') return { kind: 'other', status: 403 };
  const values = new URLSearchParams(query);
  const once = (name: string) => (values.getAll(name).length === 1 ? (values.get(name) ?? '') : null);
  if (!isSame(once('state') ?? '', state)) return { kind: 'other', status: 403 };
  const error = values.get('error');
  if (error !== null) return { kind: 'denied', error: /^[\x21-\x7e]{1,64}$/.test(error) ? error : 'unknown' };
  const code = once('code');
  const issuer = values.has('iss') ? once('iss') : '';
  if (code === null || code === '' || code.length > 4_096) return { kind: 'other', status: 400 };
  if (issuer === null || issuer.length > 2_048) return { kind: 'other', status: 400 };
  return { kind: 'code', code, issuer: issuer === '' ? null : issuer };
}

function splitOnce(target: string): readonly [string, string?] {
  const at = target.indexOf('?');
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)];
}

/** In a time that tells nothing of either, of whatever length they are. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
