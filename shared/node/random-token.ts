// Makes the random part of ids, codes and tokens.

import { randomBytes } from 'node:crypto';
import { base32 } from '../rfc4648.ts';

/** 128 random bits as 26 letters of base32: an id is its prefix and this. */
export function randomToken(): string {
  return base32.encode(randomBytes(16));
}
