// Judges the claims of an ID token beyond what the library does, and makes a subject and groups of them; pure.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { OidcSettings } from '../../../shared/ems/user-accounts.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Clocks of EMS and provider may differ by so much. */
const skewMs = 60_000;

/** What is wrong with an ID token whose signature, issuer, audience, end and nonce are right; null if nothing is. */
export function faultOf(
  claims: Claims,
  tokens: { readonly access_token: string; readonly id_token?: string },
  asked: { readonly clientId: string; readonly begunAt: number; readonly now: number },
): string | null {
  const { iat, azp, at_hash } = claims;
  if (typeof iat !== 'number') return 'the ID token does not say when it was issued';
  if (iat * 1_000 > asked.now + skewMs) return 'the ID token was issued in the future: compare the clocks';
  if (iat * 1_000 < asked.begunAt - skewMs) return 'the ID token is older than this sign-in';
  if (azp !== undefined && azp !== asked.clientId) return 'the ID token was issued to another client';
  if (at_hash !== undefined && !isHashOf(at_hash, tokens)) return 'the access token is not the one of the ID token';
  return null;
}

export type User =
  | { readonly kind: 'user'; readonly subject: string; readonly groups: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string };

const longest = 256;
const mostGroups = 256;

/**
 * Everything that a provider says begins with its id and a colon: no local account or group has one, and no two providers have
 * the same id. So one provider can say nothing that a policy takes for the word of another.
 */
export function userOf(claims: Claims, { id, subjectClaim, groupsClaim }: OidcSettings): User {
  const refused = (why: string): User => ({ kind: 'refused', why });
  const subject = claims[subjectClaim];
  if (typeof subject !== 'string' || subject === '') return refused(`it does not tell the claim ${subjectClaim}`);
  if (subjectClaim === 'email' && claims.email_verified !== true)
    return refused('it does not say that the e-mail address is verified');
  const given = groupsClaim === null ? [] : claims[groupsClaim];
  // Leaving out those that are too many could let somebody past a policy that denies a group.
  if (groupsClaim !== null && isElsewhere(claims, groupsClaim))
    return refused(`it tells ${groupsClaim} only elsewhere: too many; let it tell those of this application alone`);
  const groups = given === undefined ? [] : [given].flat();
  if (!groups.every((group) => typeof group === 'string')) return refused(`${groupsClaim} is no list of names`);
  if (groups.length > mostGroups) return refused(`${groupsClaim} has more than ${mostGroups} groups`);
  const names = [subject, ...groups].map((name) => `${id}:${name}`);
  if (!names.every(isPlain)) return refused('a name is too long, or holds a control character');
  const [own = '', ...others] = names;
  return { kind: 'user', subject: own, groups: [...new Set(others)].sort() };
}

function isPlain(name: string): boolean {
  return name.length <= longest && name.isWellFormed() && !/\p{Cc}/u.test(name);
}

/** Claims that stand elsewhere (OpenID Connect Core §5.6.2): so Microsoft Entra tells of more than 200 groups. */
function isElsewhere(claims: Claims, claim: string): boolean {
  const names = claims._claim_names;
  return typeof names === 'object' && names !== null && Object.hasOwn(names, claim);
}

/** OpenID Connect Core §3.1.3.6: the left half of the hash that the signature's algorithm uses; SHA-512 for EdDSA. */
function isHashOf(given: unknown, tokens: { readonly access_token: string; readonly id_token?: string }): boolean {
  const hash = createHash(/"alg"\s*:\s*"Ed/.test(headerOf(tokens.id_token ?? '')) ? 'sha512' : 'sha256');
  const whole = hash.update(tokens.access_token, 'ascii').digest();
  const own = whole.subarray(0, whole.length / 2);
  const shown = Buffer.from(typeof given === 'string' ? given : '', 'base64url');
  return shown.length === own.length && timingSafeEqual(shown, own);
}

function headerOf(jwt: string): string {
  return Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString('utf8');
}
