// Replaces a file in one step: a reader sees the old bytes or the new ones, also after a crash.

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes `target` hold exactly `bytes`, with `mode` (0600 unless given), on the disk before it resolves. A symbolic link
 * at the target is replaced, never followed. On failure the old file is untouched and the temporary one is gone.
 * @throws the system's error
 */
export async function replaceFile(
  target: string,
  bytes: Uint8Array | string,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeNew(temporary, bytes, options.mode ?? 0o600);
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncDirectory(path.dirname(target));
}

async function writeNew(file: string, bytes: Uint8Array | string, mode: number): Promise<void> {
  await using handle = await open(
    file,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
    0o600,
  );
  await handle.writeFile(bytes);
  // Not at creation: the umask would take bits away.
  await handle.chmod(mode);
  await handle.sync();
}

/** Makes a rename, a creation or a removal in this directory last. Where directories cannot be opened (Windows) it is a no-op. */
export async function syncDirectory(directory: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(directory, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0));
  } catch (error) {
    if (isCode(error, 'EPERM', 'EISDIR', 'EACCES')) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    if (!isCode(error, 'EINVAL', 'EPERM')) throw error;
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
