// Makes the random part of ids, codes and tokens.

import { randomFillSync } from 'node:crypto';
import { base32 } from '../rfc4648.ts';

const tokenBytes = 16;

/** Random bytes drawn ahead: asking for many at once costs no more than asking for a few. */
const drawn = Buffer.alloc(tokenBytes * 64);
let used = drawn.length;

/** 128 random bits as 26 letters of base32: an id is its prefix and this. */
export function randomToken(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const own = drawn.subarray(used, used + tokenBytes);
  used += tokenBytes;
  const token = base32.encode(own);
  // No token can be read from here once it is given away.
  own.fill(0);
  return token;
}
