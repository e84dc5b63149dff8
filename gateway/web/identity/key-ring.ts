// Decides which keys sign assertions, when the next one comes, and how long an old one stays published.

export interface RingKey {
  /** RFC 7638's thumbprint of the public half. */
  readonly kid: string;
  /** PKCS#8 PEM; null once another key signs: what it signed can still be checked, nothing more be signed. */
  readonly privateKey: string | null;
  readonly publicJwk: PublicJwk;
  /** Wall clock, milliseconds. */
  readonly signsFrom: number;
}

export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** In the order in which they sign; never empty. */
export type KeyRing = readonly [RingKey, ...RingKey[]];

const dayMs = 24 * 60 * 60 * 1_000;

/** How long a key signs; how long before that it is published; how long after it. */
export const ringTimes = { signsMs: 30 * dayMs, aheadMs: dayMs, behindMs: dayMs } as const;

/** The key that signs now: the last whose time has come. A clock that was set back leaves the oldest one. */
export function signingKey(ring: KeyRing, now: number): RingKey {
  return ring.findLast((key) => key.signsFrom <= now && key.privateKey !== null) ?? firstUsable(ring);
}

/** When a key has to be added because the signing one ends; it may be past. */
export function nextKeyDueAt(ring: KeyRing): number {
  const last = ring.at(-1) ?? ring[0];
  return last.signsFrom + ringTimes.signsMs - ringTimes.aheadMs;
}

/** With one key more. It signs when the last one's time is over, and not before it was published for a day. */
export function withKey(ring: KeyRing, key: Omit<RingKey, 'signsFrom'>, now: number): KeyRing {
  const last = ring.at(-1) ?? ring[0];
  const signsFrom = Math.max(now + ringTimes.aheadMs, last.signsFrom + ringTimes.signsMs);
  return [...ring, { ...key, signsFrom }];
}

/** Without the private halves of keys that sign no more, and without keys that nobody needs to check. */
export function pruned(ring: KeyRing, now: number): KeyRing {
  const signs = signingKey(ring, now);
  const kept = ring.slice(ring.indexOf(signs));
  const behind = ring
    .slice(0, ring.indexOf(signs))
    .filter((_, at) => now < (ring[at + 1]?.signsFrom ?? 0) + ringTimes.behindMs)
    .map((key) => ({ ...key, privateKey: null }));
  const [first = signs, ...others] = [...behind, ...kept];
  return [first, ...others];
}

function firstUsable(ring: KeyRing): RingKey {
  return ring.find((key) => key.privateKey !== null) ?? ring[0];
}
