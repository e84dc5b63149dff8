// Asks an identity provider what it is (OpenID Connect Discovery 1.0), and whether that is enough for us.

import { type AuthorizationServer, customFetch, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import type { OidcSettings } from '../../../shared/ems/user-accounts.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { type AtProvider, atProvider } from './at-provider.ts';

/** Signatures that anybody can check with a public key: never `none`, never a MAC, whose key would be the public one. */
const algorithms: readonly string[] = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** What is known to be there. */
export type IdentityProvider = AuthorizationServer & {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly id_token_signing_alg_values_supported: string[];
};

/**
 * Anew each time: people sign in once a day, and what is a day old would be keys that the provider has withdrawn.
 * @throws AppError `identity-provider-unreachable`, `identity-provider-unfit`
 */
export async function discover(settings: Pick<OidcSettings, 'issuer' | 'ca'>): Promise<IdentityProvider> {
  await using provider = atProvider(settings);
  return await discoverAt(provider, settings.issuer);
}

export async function discoverAt(provider: AtProvider, issuer: string): Promise<IdentityProvider> {
  const told = await discoveryRequest(new URL(issuer), { [customFetch]: provider.fetch })
    .then((response) => processDiscoveryResponse(new URL(issuer), response))
    .catch((cause: unknown) => {
      if (cause instanceof AppError) throw cause;
      const why = cause instanceof Error ? cause.message : 'its answer cannot be read';
      throw new AppError('identity-provider-unfit', { issuer, why }, { cause });
    });
  const { authorization_endpoint, token_endpoint, jwks_uri } = told;
  const offered = told.id_token_signing_alg_values_supported ?? ['RS256'];
  const taken = offered.filter((each) => algorithms.includes(each));
  const why = whyUnfit(told, issuer, taken);
  if (why !== null || !isHttps(authorization_endpoint) || !isHttps(token_endpoint) || !isHttps(jwks_uri))
    throw new AppError('identity-provider-unfit', { issuer, why: why ?? 'an endpoint is missing or not HTTPS' });
  // By this list the library judges every ID token.
  return { ...told, authorization_endpoint, token_endpoint, jwks_uri, id_token_signing_alg_values_supported: taken };
}

function whyUnfit(told: AuthorizationServer, issuer: string, taken: readonly string[]): string | null {
  if (told.issuer !== issuer) return `it calls itself ${told.issuer}`;
  if (taken.length === 0) return `it signs with none of ${algorithms.join(', ')}`;
  if (told.response_types_supported?.includes('code') === false) return 'it knows no authorization codes';
  if (told.code_challenge_methods_supported?.includes('S256') === false) return 'it knows no PKCE with S256';
  return null;
}

function isHttps(url: string | undefined): url is string {
  return url !== undefined && URL.canParse(url) && new URL(url).protocol === 'https:';
}
