// Writes and signs the assertion that tells an application who asks.

import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Assertions } from '../ports.ts';
import type { RingKey } from './key-ring.ts';

/** See docs/identity-to-applications.md. */
export type AssertionClaims = Parameters<Assertions['sign']>[0];

/** Nothing else is ever signed with these keys, and a reader accepts nothing else. */
export const assertionType = 'stile-assertion+jwt';
export const assertionSeconds = 60;

/** @param nowMs wall clock */
export function signAssertion(asserted: AssertionClaims, key: RingKey, nowMs: number): string {
  const { issuer, audience, asker, session } = asserted;
  const iat = Math.floor(nowMs / 1_000);
  const claims = {
    iss: issuer,
    aud: audience,
    sub: asker.uid,
    ...(asker.user === null ? {} : { user: asker.user }),
    ...(asker.tags === null ? {} : { tags: asker.tags }),
    sid: session,
    iat,
    exp: iat + assertionSeconds,
  };
  const signed = `${part({ alg: 'ES256', typ: assertionType, kid: key.kid })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKeyOf(key), dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** Parsing a PEM takes longer than signing. */
const parsed = new WeakMap<RingKey, KeyObject>();

function privateKeyOf(key: RingKey): KeyObject {
  const known = parsed.get(key);
  if (known !== undefined) return known;
  if (key.privateKey === null) throw new TypeError('a key that signs no more was asked to sign');
  const read = createPrivateKey(key.privateKey);
  parsed.set(key, read);
  return read;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
