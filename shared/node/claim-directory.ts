// Claims a data directory for one program at a time; the claim dies with the process, however that ends.

import { chmod, lstat } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../errors/app-error.ts';
import { ownDirectory } from './own-directory.ts';

/**
 * Makes the directory (0700) if there is none, and claims it until disposed. Two programs with the same data would
 * overwrite each other's, whatever else each of them holds.
 * @throws AppError `directory-busy`, `directory-not-safe`; the system's error if the directory cannot be made or written
 */
export async function claimDirectory(directory: string): Promise<Disposable> {
  await ownDirectory(directory);
  // SQLite's file locks: Node has none of its own, these are the kernel's on every system, and nobody has to clean up after a kill.
  const file = path.join(directory, 'in-use.lock');
  await refuseLink(file, directory);
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
  // Whoever removes the directory gives the claim back first, and again at the end of its block.
  return { [Symbol.dispose]: () => lock.isOpen && lock.close() };
}

/** SQLite would follow a link, and make, change or lock what it leads to. Nobody else can put one there now; somebody may have, earlier. */
async function refuseLink(file: string, directory: string): Promise<void> {
  const found = await lstat(file).catch(() => null);
  if (found === null || (found.isFile() && found.nlink === 1)) return;
  throw new AppError('directory-not-safe', {
    path: directory,
    why: `holds ${file}, which leads elsewhere`,
    mend: `rm ${file}`,
  });
}

/** SQLITE_BUSY and SQLITE_LOCKED, with whatever details in the higher bits. */
function isLocked(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  return [5, 6].includes(code & 0xff);
}
