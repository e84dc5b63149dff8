// Rewrites heads on their way through: what only the gateway may say comes from the gateway, the rest passes as it is.

import type { GatewayId } from '../../../shared/ids.ts';
import { requestIdHeader } from '../../../shared/tunnel/opening.ts';
import type { SignFor } from '../identity/shared-assertions.ts';
import type { Exchange, Fields, Heads } from '../ports.ts';
import { withoutOwnCookies } from '../upstreams/persistence-cookie.ts';
import { membersOf, valuesOf } from './fields.ts';
import { connectionNames, isHopByHop } from './hop-by-hop.ts';
import { canonicalName, isLookAlike } from './look-alikes.ts';
import { passesAsTrailer } from './trailers.ts';
import { hostForServer, translatedBack } from './translate-host.ts';

export const assertionHeader = 'X-Stile-Assertion';

/** Written anew. A canonical name. */
const neverFromClients = 'host';
/** What a server says of other ways to itself: browsers would leave the gateway by them. A canonical name. */
const neverFromServers = 'alt-svc';

export function makeHeads(issuer: GatewayId, sign: SignFor): Heads {
  return {
    request: (fields, exchange) => [
      ['Host', hostForServer(exchange)],
      ...withJoinedCookies(passing(fields, neverFromClients)),
      ...switching(fields, exchange.upgrade),
      ...kept(fields),
      ['X-Forwarded-For', exchange.clientAddress],
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', exchange.authority],
      [requestIdHeader, exchange.requestId],
      ...asserted(exchange),
    ],
    response: (fields, exchange, setCookie) => [
      ...translatedBack(passing(fields, neverFromServers), exchange),
      ...switching(fields, exchange.upgrade),
      ...trailerNames(fields),
      ...(setCookie === null ? [] : [['Set-Cookie', setCookie] as const]),
      [requestIdHeader, exchange.requestId],
    ],
    trailers: (fields) => fields.filter(([name]) => passesAsTrailer(name)),
  };

  function asserted({ asker, connection, origin, sessionId, proxy }: Exchange): Fields {
    if (asker === null) return [];
    const told = { ...asker, tags: proxy.relay.includes('tags') ? asker.tags : null };
    const claims = { issuer, audience: origin, asker: told, session: sessionId };
    return [[assertionHeader, sign(claims, connection)]];
  }
}

function passing(fields: Fields, never: string): Fields {
  const listed = connectionNames(fields);
  return fields.filter(([name]) => {
    const canonical = canonicalName(name);
    return canonical !== never && !isHopByHop(canonical) && !listed.has(canonical) && !isLookAlike(canonical);
  });
}

function switching(fields: Fields, upgrade: string | null): Fields {
  if (upgrade === null || !membersOf(fields, 'upgrade').includes(upgrade)) return [];
  return [
    ['Connection', 'Upgrade'],
    ['Upgrade', upgrade],
  ];
}

/** Of the hop-by-hop fields those that the gateway keeps the promise of. */
function kept(fields: Fields): Fields {
  const expects = membersOf(fields, 'expect').includes('100-continue');
  const takesTrailers = membersOf(fields, 'te').includes('trailers');
  return [
    ...(expects ? [['Expect', '100-continue'] as const] : []),
    ...(takesTrailers ? [['TE', 'trailers'] as const] : []),
    ...trailerNames(fields),
  ];
}

function trailerNames(fields: Fields): Fields {
  const names = membersOf(fields, 'trailer').filter(passesAsTrailer);
  return names.length === 0 ? [] : [['Trailer', names.join(', ')]];
}

/** HTTP/2 may send one cookie a field, HTTP/1 has them in one (RFC 9113 section 8.2.3); the gateway's own are not for servers. */
function withJoinedCookies(fields: Fields): Fields {
  const cookies = valuesOf(fields, 'cookie');
  if (cookies.length === 0) return fields;
  const left = withoutOwnCookies(cookies.join('; '));
  const others = fields.filter(([name]) => name.toLowerCase() !== 'cookie');
  return left === '' ? others : [...others, ['Cookie', left]];
}
