// Claims a data directory for one program at a time; the claim dies with the process, however that ends.

import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../errors/app-error.ts';

/**
 * Makes the directory (0700) if there is none, and claims it until disposed. Two programs with the same data would
 * overwrite each other's, whatever else each of them holds.
 * @throws AppError `directory-busy`; the system's error if the directory cannot be made or written
 */
export async function claimDirectory(directory: string): Promise<Disposable> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // SQLite's file locks: Node has none of its own, these are the kernel's on every system, and nobody has to clean up after a kill.
  const file = path.join(directory, 'in-use.lock');
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (isLocked(cause)) throw new AppError('directory-busy', { path: directory });
    throw cause;
  }
  // By its path: opening and closing the file would end the lock. Who may read it could lock it, too.
  await chmod(file, 0o600);
  return { [Symbol.dispose]: () => lock.close() };
}

/** SQLITE_BUSY and SQLITE_LOCKED, with whatever details in the higher bits. */
function isLocked(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  return [5, 6].includes(code & 0xff);
}
