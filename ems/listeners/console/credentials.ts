// Reads by what a request says that somebody is signed in: a browser's cookie or a program's token.

import type { IncomingHttpHeaders } from 'node:http';

/** `__Host-`: this host alone set it, over HTTPS, for every path; no other host of the domain can. */
const cookieName = '__Host-stile-console';

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly secret: string }
  | { readonly kind: 'token'; readonly secret: string };

/** A token counts before a cookie. */
export function credentialOf(headers: IncomingHttpHeaders): Credential {
  const bearer = /^Bearer ([A-Z2-7]{26})$/.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { kind: 'token', secret: bearer };
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.filter((pair) => pair.startsWith(`${cookieName}=`));
  const [only] = own;
  // Two of one name: somebody else set one of them.
  if (only === undefined || own.length > 1) return { kind: 'none' };
  return { kind: 'session', secret: only.slice(cookieName.length + 1) };
}

export function sessionCookie(secret: string, longestMs: number): string {
  return `${cookieName}=${secret}; Path=/; Max-Age=${Math.floor(longestMs / 1_000)}; Secure; HttpOnly; SameSite=Strict`;
}

/** What makes a browser forget it. */
export const noCookie = `${cookieName}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`;
