// Makes the secrets of links, sessions and tokens, and what is kept of them.

import { createHash } from 'node:crypto';
import { randomToken } from '../../shared/node/random-token.ts';

export interface NewSecret {
  /** 128 random bits in base32: given away once. */
  readonly secret: string;
  /** What the database keeps. So many random bits need no salt and no slow hash. */
  readonly hash: string;
}

export function newSecret(): NewSecret {
  const secret = randomToken();
  return { secret, hash: hashed(secret) };
}

/** The hash of a secret that somebody shows; undefined if it cannot be one at all. */
export function secretHash(shown: string): string | undefined {
  return /^[A-Z2-7]{26}$/.test(shown) ? hashed(shown) : undefined;
}

function hashed(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
