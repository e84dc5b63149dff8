// Keeps private update keys in files for their holders alone, and opens them.

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { publicTextOf } from '../../shared/node/update/key-id.ts';
import { type UpdateKeys, updateKeys } from '../../shared/update/update-keys.ts';

/** What a holder gives away. */
const publicHalf = z.strictObject({ name: z.string(), publicKey: z.string() });

/** Overwrites nothing. @returns both files */
export async function makeKey(directory: string, name: string, passphrase: string | null): Promise<readonly string[]> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const sealed = passphrase === null ? {} : { cipher: 'aes-256-cbc', passphrase };
  const [own, shown] = [path.join(directory, `${name}.key`), path.join(directory, `${name}.pub.json`)];
  await writeFile(own, privateKey.export({ type: 'pkcs8', format: 'pem', ...sealed }), { mode: 0o600, flag: 'wx' });
  const half = { name, publicKey: publicTextOf(privateKey) };
  await writeFile(shown, `${JSON.stringify(half, null, 2)}\n`, { flag: 'wx' });
  return [own, shown];
}

/** @param passphrase asked for only where the key is sealed @throws Error in words for the holder */
export async function openKey(file: string, passphrase: () => Promise<string>): Promise<KeyObject> {
  const { mode } = await stat(file);
  // Where there are such rights at all.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others; chmod 600 it`);
  const pem = await readFile(file, 'utf8');
  const isSealed = pem.includes('ENCRYPTED');
  try {
    return createPrivateKey({ key: pem, ...(isSealed ? { passphrase: await passphrase() } : {}) });
  } catch (cause) {
    // The parser's message could quote the key.
    throw new Error(`${file} holds no key that opens${isSealed ? ' by this passphrase' : ''}`, { cause });
  }
}

export async function gatherKeys(files: readonly string[], threshold: number, generation: number): Promise<UpdateKeys> {
  const keys = await Promise.all(files.map(async (file) => publicHalf.parse(JSON.parse(await readFile(file, 'utf8')))));
  return updateKeys.parse({ v: 1, generation, threshold, keys });
}

export async function readKeys(file: string): Promise<UpdateKeys> {
  return updateKeys.parse(JSON.parse(await readFile(file, 'utf8')));
}
