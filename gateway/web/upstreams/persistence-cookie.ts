// Makes and reads the cookie by which a browser stays with its server; nobody else can read anything in it.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiGateway, RealServer, WebProxy } from '../../config/web-schema.ts';

const prefix = 'stile_srv_';

/** The `Cookie` value without the gateway's own: servers do not need to see which of them was chosen. */
export function withoutOwnCookies(cookie: string): string {
  if (!cookie.includes(prefix)) return cookie;
  return cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !pair.startsWith(prefix))
    .join('; ');
}

/** The server that a request's cookie means; null if it has none, or one of another application, generation or gateway. */
export function serverOfCookie(
  key: Uint8Array,
  proxy: WebProxy,
  gateway: ApiGateway,
  cookie: string | undefined,
): RealServer | null {
  const values = valuesNamed(cookieName(proxy, gateway), cookie ?? '');
  for (const server of gateway.realservers) {
    const expected = Buffer.from(token(key, proxy, gateway, server));
    if (values.some((value) => value.length === expected.length && timingSafeEqual(Buffer.from(value), expected)))
      return server;
  }
  return null;
}

/** The value of `Set-Cookie` that leads back to this server. */
export function cookieFor(key: Uint8Array, proxy: WebProxy, gateway: ApiGateway, server: RealServer): string {
  const minutes = gateway['http-cookie-age'];
  return [
    `${cookieName(proxy, gateway)}=${token(key, proxy, gateway, server)}`,
    `Path=${gateway['http-cookie-path'] ?? '/'}`,
    ...(gateway['http-cookie-domain'] === undefined ? [] : [`Domain=${gateway['http-cookie-domain']}`]),
    // Zero: until the browser is closed.
    ...(minutes === 0 ? [] : [`Max-Age=${minutes * 60}`]),
    ...(gateway['https-cookie-secure'] === 'enable' ? ['Secure'] : []),
    'HttpOnly',
    'SameSite=Lax',
  ].join('; ');
}

/**
 * API gateways that share their cookies and have the same servers share a name, so that one's cookie counts at the other;
 * all others have names of their own, so that none overwrites another's.
 */
function cookieName(proxy: WebProxy, gateway: ApiGateway): string {
  const whose =
    gateway['http-cookie-share'] === 'same-ip' ? gateway.realservers.map(nameOf).sort() : [`gateway ${gateway.id}`];
  const digest = createHash('sha256').update(JSON.stringify([proxy.name, ...whose]));
  return `${prefix}${digest.digest('hex').slice(0, 12)}`;
}

/** Says nothing to who has not the key, and nothing that is not in the file as it is now has one. */
function token(key: Uint8Array, proxy: WebProxy, gateway: ApiGateway, server: RealServer): string {
  const application = gateway['http-cookie-share'] === 'same-ip' ? null : gateway.id;
  const meant = JSON.stringify([proxy.name, application, gateway['http-cookie-generation'], nameOf(server)]);
  return createHmac('sha256', key).update(meant).digest('base64url').slice(0, 27);
}

function nameOf(server: RealServer): string {
  return `${server.ip ?? server.address ?? ''} ${server.port}`;
}

function valuesNamed(name: string, cookie: string): readonly string[] {
  return cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
