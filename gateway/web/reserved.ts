// Answers the paths that the gateway keeps for itself on every web host: none of them is ever forwarded.

import { whoamiPath } from '../../shared/gateway/whoami.ts';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { OwnAnswer } from './exchange.ts';
import { type WhoamiParts, whoami } from './whoami.ts';

export const jwksPath = '/.stile/jwks.json';

/** A code says why not. */
export function answerReserved(
  connection: ClientConnection,
  path: string,
  parts: WhoamiParts & { readonly jwks: () => string },
): OwnAnswer | DenialCode {
  if (path === whoamiPath) return whoami(connection, parts);
  if (path !== jwksPath) return '021';
  // Applications fetch it without a certificate of ours; a key is used a day after it is published.
  const fields = [
    ['Content-Type', 'application/jwk-set+json'],
    ['Cache-Control', 'public, max-age=300'],
  ] as const;
  return { status: 200, fields, body: parts.jwks() };
}
