// Keeps of a password only what checks it: scrypt (RFC 7914), off the event loop and never many at once.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * One of the settings that OWASP holds equal (Password Storage Cheat Sheet): 32 MiB and a quarter of a second of one core. The
 * one with 128 MiB would let four people who sign in at once fill half a gigabyte.
 */
const usualCost = { N: 32_768, r: 8, p: 3 };

/** Its cost is kept with it: what was made at another one can still be checked. */
export async function hashPassword(password: string, cost = usualCost): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Takes as long for nobody (null) as for somebody. What cannot be read is nobody's password. */
export async function isPassword(given: string, kept: string | null): Promise<boolean> {
  const read = kept === null ? null : readHash(kept);
  const { N, r, p, salt, hash } = read ?? { ...usualCost, salt: nobodysSalt, hash: nobodysHash };
  const found = await derive(given, salt, { N, r, p });
  return found.length === hash.length && timingSafeEqual(found, hash) && read !== null;
}

const nobodysSalt = randomBytes(16);
const nobodysHash = randomBytes(32);

interface Kept {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function readHash(kept: string): Kept | null {
  const [scheme, N, r, p, salt = '', hash = ''] = kept.split('$');
  if (scheme !== 'scrypt' || hash === '') return null;
  return {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}

/** Node has four threads for this, for files and for names: two of them stay free. */
const mostAtOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, { N, r, p }: typeof usualCost) {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) =>
      scrypt(password.normalize('NFC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
        error === null ? resolve(key) : reject(error),
      ),
    );
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
