// Makes sure that a data directory can be changed by nobody else: whoever can put a link there chooses what is written.

import { lstat, mkdir, realpath } from 'node:fs/promises';
import process from 'node:process';
import { AppError } from '../errors/app-error.ts';

/**
 * Makes the directory (0700) if there is none. One that is there belongs to root or to this user, and neither its group nor
 * others write there; a link to it counts as what it leads to.
 * @throws AppError `directory-not-safe`; the system's error if it cannot be made
 */
export async function ownDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const me = process.geteuid?.();
  // Windows tells no owner here; there the installation is guarded as a whole.
  if (me === undefined) return;
  const { uid, gid, mode } = await lstat(await realpath(directory));
  const unsafe = (why: string, mend: string) =>
    new AppError('directory-not-safe', { path: directory, why, mend: `${mend} ${directory}` });
  if (uid !== 0 && uid !== me) throw unsafe(`belongs to the user ${uid}`, `chown ${me}`);
  if ((mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0)) throw unsafe('is writable by others', 'chmod go-w');
}
