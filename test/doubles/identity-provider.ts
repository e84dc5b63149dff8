// An identity provider over real HTTPS that says of itself and of users whatever a test lets it say, also what no honest one says.

import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { systemClock } from '../../shared/node/system-clock.ts';
import { makeThrowawayPki } from './throwaway-pki.ts';

type Claims = Record<string, unknown>;

/** One way of signing, with the key that the provider's JWKS shows unless told otherwise. */
export type Signing =
  | { readonly kind: 'own' }
  | { readonly kind: 'foreign-key' }
  | { readonly kind: 'none' }
  | { readonly kind: 'hmac-with-public-key' };

/** What it does otherwise than an honest one; each is asked for anew. */
export interface Lies {
  discovery?: Claims;
  claims?: Claims;
  userinfo?: Claims;
  signing?: Signing;
  /** The nonce of another sign-in in the place of the one that it was asked with. */
  nonce?: string;
  accessTokenHash?: string;
}

export interface IdentityProviderDouble extends AsyncDisposable {
  readonly issuer: string;
  /** The CA of its HTTPS, in PEM. */
  readonly ca: string;
  /** May be replaced at any time. */
  lies: Lies;
  /** Bodies that came to the token endpoint, and how the client proved itself. */
  readonly redeemed: readonly { readonly form: URLSearchParams; readonly authorization: string | undefined }[];
  /** Where a browser is sent back to that goes to this address and signs in. */
  approve(url: string): string;
  /** From now on another key signs, and the old one is known no longer. */
  rotate(): void;
}

/** @param clock of the machine that it runs on */
export async function openIdentityProvider(clock: Pick<Clock, 'now'> = systemClock): Promise<IdentityProviderDouble> {
  const pki = await makeThrowawayPki();
  const shown = await pki.server(['localhost']);
  const server = createServer({ key: shown.keyPem, cert: shown.certificatePem });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const issuer = `https://localhost:${port}`;
  const codes = new Map<string, URLSearchParams>();
  const redeemed: { form: URLSearchParams; authorization: string | undefined }[] = [];
  let key = newKey();

  const double: IdentityProviderDouble = {
    issuer,
    ca: pki.fabric.certificatePem,
    lies: {},
    redeemed,
    approve(url) {
      const asked = new URL(url).searchParams;
      const code = randomUUID();
      codes.set(code, asked);
      const answer = { code, state: asked.get('state') ?? '', iss: issuer };
      return `${asked.get('redirect_uri')}?${new URLSearchParams(answer)}`;
    },
    rotate() {
      key = newKey();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function answer(request: IncomingMessage): Promise<readonly [number, unknown]> {
    const { lies } = double;
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return [200, { ...discovery(issuer), ...lies.discovery }];
      case '/jwks':
        return [
          200,
          { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'ES256' }] },
        ];
      case '/userinfo':
        return [200, { sub: 'u-1', ...lies.userinfo }];
      case '/token':
        return await token(request);
      default:
        return [404, {}];
    }
  }

  async function token(request: IncomingMessage): Promise<readonly [number, unknown]> {
    const { lies } = double;
    const form = new URLSearchParams(await text(request));
    redeemed.push({ form, authorization: request.headers.authorization });
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (asked === undefined || asked.get('code_challenge') !== challenge) return [400, { error: 'invalid_grant' }];
    const access_token = randomUUID();
    const now = Math.floor(clock.now() / 1_000);
    const claims = {
      iss: issuer,
      sub: 'u-1',
      aud: asked.get('client_id'),
      iat: now,
      exp: now + 300,
      nonce: lies.nonce ?? asked.get('nonce'),
      at_hash: lies.accessTokenHash ?? halfHash(access_token),
      preferred_username: 'anna',
      groups: ['sales', 'staff'],
      ...lies.claims,
    };
    return [200, { access_token, token_type: 'Bearer', id_token: jwt(key, claims, lies.signing ?? { kind: 'own' }) }];
  }

  server.on('request', (request, response) => {
    answer(request).then(
      ([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.destroy(),
    );
  });
  return double;
}

function discovery(issuer: string): Claims {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

interface SigningKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function newKey(): SigningKey {
  return { kid: randomUUID(), ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

function jwt(key: SigningKey, claims: Claims, signing: Signing): string {
  const algorithms = { own: 'ES256', 'foreign-key': 'ES256', none: 'none', 'hmac-with-public-key': 'HS256' } as const;
  const head = part({ typ: 'JWT', alg: algorithms[signing.kind], kid: key.kid });
  const signed = `${head}.${part(claims)}`;
  return `${signed}.${signatureOf(key, signed, signing)}`;
}

function signatureOf(key: SigningKey, signed: string, { kind }: Signing): string {
  if (kind === 'none') return '';
  if (kind === 'hmac-with-public-key') {
    const secret = key.publicKey.export({ format: 'pem', type: 'spki' });
    return createHmac('sha256', secret).update(signed).digest('base64url');
  }
  const { privateKey } = kind === 'own' ? key : newKey();
  return sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function halfHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');
}
