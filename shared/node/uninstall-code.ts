// Makes codes with which users may uninstall the agent of a device, and checks them.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { SealedCode } from '../ems/uninstall-code.ts';
import { base32 } from '../rfc4648.ts';

const derive = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);
/** Some 50 ms and 16 MiB: whoever reads the hash gains nothing by trying. */
const cost = { N: 16_384 };
const hashBytes = 32;

/** 60 random bits, in three groups that can be read out: `ABCD-EFGH-IJKL`. */
export async function newUninstallCode(): Promise<{ readonly code: string; readonly sealed: SealedCode }> {
  const letters = base32.encode(randomBytes(10)).slice(0, 12);
  const salt = randomBytes(16);
  const hash = await derive(letters, salt, hashBytes, cost);
  return {
    code: letters.replaceAll(/(.{4})(?!$)/g, '$1-'),
    sealed: { salt: salt.toString('hex'), hash: hash.toString('hex') },
  };
}

/** In constant time. Case and marks between the letters do not count. */
export async function isUninstallCode(typed: string, { salt, hash }: SealedCode): Promise<boolean> {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return timingSafeEqual(await derive(letters, Buffer.from(salt, 'hex'), hashBytes, cost), Buffer.from(hash, 'hex'));
}
