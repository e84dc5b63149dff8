// A file that is held open from its first byte on, so that what was verified is what is handed over.

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm } from 'node:fs/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import type { ReleasePackage } from '../../shared/update/manifest.ts';

/** What the feed says the bytes are. */
export type Expected = Pick<ReleasePackage, 'name' | 'size' | 'sha256'>;

export interface VerifiedFile extends AsyncDisposable {
  readonly path: string;
  /**
   * Reads every byte again from the open file, and that its name still leads to it.
   * @throws AppError `update-package-refused`
   */
  prove(): Promise<void>;
}

/** Fills a new file by `write` and verifies it; removed again if it is not what was expected. @throws AppError `update-package-refused`, what `write` throws */
export async function verifiedFile(
  path: string,
  expected: Expected,
  write: (handle: FileHandle) => Promise<void>,
): Promise<VerifiedFile> {
  const handle = await open(
    path,
    constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
    0o600,
  );
  const dispose = async (): Promise<void> => {
    await handle.close();
    await rm(path, { force: true });
  };
  const prove = () => proveFile(handle, path, expected);
  try {
    await write(handle);
    await handle.sync();
    await prove();
  } catch (error) {
    await dispose();
    throw error;
  }
  return { path, prove, [Symbol.asyncDispose]: dispose };
}

async function proveFile(handle: FileHandle, path: string, { name, size, sha256 }: Expected): Promise<void> {
  const refused = (why: string) => new AppError('update-package-refused', { name, why });
  const held = await handle.stat({ bigint: true });
  if (held.size !== BigInt(size)) throw refused(`it has ${held.size} bytes, and ${size} were signed`);
  if (held.nlink !== 1n) throw refused('its file has another name too');
  if ((await hashOf(handle)) !== sha256) throw refused('its bytes are not those that were signed');
  const named = await lstat(path, { bigint: true }).catch(() => null);
  if (named === null || !named.isFile() || named.ino !== held.ino || named.dev !== held.dev)
    throw refused('another file took its place');
}

async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1_048_576);
  let at = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}
