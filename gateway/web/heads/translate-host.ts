// Translates hosts between what browsers ask and what servers know themselves as.

import type { RealServer } from '../../config/web-schema.ts';
import type { Exchange, Fields } from '../ports.ts';

type Asked = Pick<Exchange, 'authority' | 'server' | 'gateway' | 'origin'>;

/** What `Host` says to the server: `http-host`, else its own with `translate-host`, else what the client asked for. */
export function hostForServer({ authority, server, gateway }: Asked): string {
  if (server['http-host'] !== undefined) return server['http-host'];
  return server['translate-host'] === 'enable' ? authorityOf(server, gateway.service) : authority;
}

/** Redirects to the server itself become ones to the gateway, and its cookies those of the host that was asked. */
export function translatedBack(fields: Fields, exchange: Asked): Fields {
  if (exchange.server['translate-host'] === 'disable') return fields;
  const real = realNames(exchange);
  return fields.map(([name, value]) => {
    switch (name.toLowerCase()) {
      case 'location':
      case 'content-location':
        return [name, translatedUrl(value, real, exchange.origin)];
      case 'set-cookie':
        return [name, translatedCookie(value, real)];
      default:
        return [name, value];
    }
  });
}

/** Host with its port unless that is the scheme's. */
function authorityOf(server: RealServer, service: 'http' | 'https'): string {
  const host = server.ip ?? server.address ?? '';
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return server.port === (service === 'https' ? 443 : 80) ? bracketed : `${bracketed}:${server.port}`;
}

/** What the server may call itself, lower case, with and without its port. */
function realNames(exchange: Asked): ReadonlySet<string> {
  const { server, gateway } = exchange;
  const asked = hostForServer(exchange).toLowerCase();
  return new Set([asked, `${asked}:${server.port}`, authorityOf(server, gateway.service).toLowerCase()]);
}

function translatedUrl(value: string, real: ReadonlySet<string>, origin: string): string {
  const parts = /^https?:\/\/([^/?#]*)(.*)$/is.exec(value);
  if (parts === null || !real.has((parts[1] ?? '').toLowerCase())) return value;
  return `${origin}${parts[2] ?? ''}`;
}

/** Without its domain a cookie is the one host's that was asked: never more than the server meant. */
function translatedCookie(value: string, real: ReadonlySet<string>): string {
  return value
    .split(';')
    .filter((attribute) => {
      const parts = /^\s*domain\s*=\s*\.?(.*?)\s*$/i.exec(attribute);
      return parts === null || !real.has((parts[1] ?? '').toLowerCase());
    })
    .join(';');
}
