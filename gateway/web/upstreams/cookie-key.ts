// Keeps the key of persistence cookies, so that browsers find back to their servers after a restart.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { replaceFile } from '../../../shared/node/atomic-file.ts';

const keyBytes = 32;

/** @throws AppError `key-unreadable` if the file is there and no key: never replaced unseen */
export async function readCookieKey(directory: string): Promise<Uint8Array> {
  const file = path.join(directory, 'persistence.key');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const found = await readFile(file).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new AppError('key-unreadable', { path: file });
  });
  if (found?.length === keyBytes) return found;
  if (found !== null) throw new AppError('key-unreadable', { path: file });
  const made = randomBytes(keyBytes);
  await replaceFile(file, made);
  return made;
}
