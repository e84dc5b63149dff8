// Writes the address at an identity provider to which a user's browser goes (OpenID Connect Core §3.1.2.1, RFC 7636, RFC 8252).

import type { OidcSettings } from '../../../shared/ems/user-accounts.ts';
import type { PendingSignInRow } from '../../store/tables.ts';

/** The challenge is the device's: whoever reads the code elsewhere can do nothing with it. */
export function authorizationUrl(
  server: { readonly authorization_endpoint?: string },
  settings: Pick<OidcSettings, 'clientId' | 'scopes'>,
  pending: Pick<PendingSignInRow, 'redirect_uri' | 'state' | 'nonce' | 'code_challenge'>,
): string {
  const url = new URL(server.authorization_endpoint ?? '');
  const parameters = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: pending.redirect_uri,
    scope: [...new Set(['openid', ...settings.scopes])].join(' '),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: pending.code_challenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
