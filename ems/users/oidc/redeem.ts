// Redeems a code at an identity provider, and believes its ID token only when everything about it is right.

import {
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  getValidatedIdTokenClaims,
  None,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  type TokenEndpointResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';
import type { OidcSettings } from '../../../shared/ems/user-accounts.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Ems } from '../../ems.ts';
import type { PendingSignInRow } from '../../store/tables.ts';
import type { Redeemed, Returned } from '../finish.ts';
import { findProvider, readProvider } from '../providers.ts';
import { type AtProvider, atProvider } from './at-provider.ts';
import { type Claims, faultOf, userOf } from './claims.ts';
import { discoverAt, type IdentityProvider } from './discover.ts';
import { readSecret } from './secrets.ts';

/** @throws AppError `identity-provider-unreachable`, `identity-provider-unfit`, `sign-in-secret-missing` */
export async function redeemAtProvider(ems: Ems, pending: PendingSignInRow, returned: Returned): Promise<Redeemed> {
  const row = await findProvider(ems.db, pending.provider);
  const settings = row === null ? null : readProvider(row);
  if (row === null || settings?.issuer !== pending.issuer)
    return { kind: 'refused', why: `${pending.provider} is no provider any more` };
  const secret = await readSecret(ems.config, row);
  await using provider = atProvider(settings);
  const claims = await claimsFrom(provider, { now: ems.clock.now(), settings, secret, pending, returned }).catch(
    (error: unknown) => {
      if (error instanceof AppError) throw error;
      // Everything else is the library's: the answer was not what it has to be. Its messages hold nothing of the answer.
      return error instanceof Error ? error.message : 'its answer cannot be read';
    },
  );
  if (typeof claims === 'string') return { kind: 'refused', why: `${pending.provider}: ${claims}` };
  const user = userOf(claims, settings);
  if (user.kind === 'refused') return { ...user, why: `${pending.provider}: ${user.why}` };
  return {
    kind: 'proved',
    subject: user.subject,
    groups: user.groups,
    validForMs: settings.validForMs,
    stillCounts: async (queries) => (await findProvider(queries, row.id))?.created_at === row.created_at,
  };
}

interface Code {
  readonly now: number;
  readonly settings: OidcSettings;
  readonly secret: string | null;
  readonly pending: PendingSignInRow;
  readonly returned: Returned;
}

/** What the provider says of the user; a text if it is not to be believed. */
async function claimsFrom(provider: AtProvider, code: Code): Promise<Claims | string> {
  const { settings, secret, pending, returned } = code;
  const server = await discoverAt(provider, settings.issuer);
  const client: Client = { client_id: settings.clientId };
  const through = { [customFetch]: provider.fetch };
  // The state was checked by the device, which made it: here it only has to be the same, for the library.
  const { issuer } = returned;
  const answer = { code: returned.code, state: pending.state, ...(issuer === undefined ? {} : { iss: issuer }) };
  const parameters = validateAuthResponse(server, client, new URLSearchParams(answer), pending.state);
  const auth = authOf(server, secret);
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    auth,
    parameters,
    pending.redirect_uri,
    returned.verifier,
    through,
  );
  const tokens = await processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: pending.nonce,
    requireIdToken: true,
  });
  await validateApplicationLevelSignature(server, response, through);
  const claims = getValidatedIdTokenClaims(tokens);
  if (claims === undefined) return 'there is no ID token';
  const fault = faultOf(claims, tokens, {
    clientId: settings.clientId,
    begunAt: pending.begun_at,
    now: code.now,
  });
  if (fault !== null) return fault;
  return await completed(server, client, tokens, claims, code, through);
}

/** What the ID token does not say, the provider may say of the same user when it is asked (OpenID Connect Core §5.3). */
async function completed(
  server: IdentityProvider,
  client: Client,
  tokens: TokenEndpointResponse,
  claims: Claims & { readonly sub: string },
  { settings }: Code,
  through: { readonly [customFetch]: AtProvider['fetch'] },
): Promise<Claims> {
  const wanted = [settings.subjectClaim, ...(settings.groupsClaim === null ? [] : [settings.groupsClaim])];
  if (wanted.every((claim) => claims[claim] !== undefined) || server.userinfo_endpoint === undefined) return claims;
  const response = await userInfoRequest(server, client, tokens.access_token, through);
  return { ...(await processUserInfoResponse(server, client, claims.sub, response)), ...claims };
}

function authOf({ token_endpoint_auth_methods_supported }: IdentityProvider, secret: string | null): ClientAuth {
  if (secret === null) return None();
  const methods = token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic') ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}
