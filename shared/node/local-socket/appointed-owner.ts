// Finds the user whom root has appointed to serve at a place: a service with a user of its own.

import { lstat } from 'node:fs/promises';
import path from 'node:path';

const writableByOthers = 0o022;

/**
 * The owner of the socket's folder, if only root can have made that folder and given it away: what it lies in is root's, and
 * nobody else may write there (systemd: RuntimeDirectory). Empty where that is not so.
 */
export async function appointedOwner(socket: string): Promise<readonly number[]> {
  const folder = path.dirname(socket);
  const [own, above] = await Promise.all([folder, path.dirname(folder)].map((each) => lstat(each).catch(() => null)));
  if (!own?.isDirectory() || !above?.isDirectory()) return [];
  const isRoots = above.uid === 0 && (above.mode & writableByOthers) === 0;
  return isRoots && (own.mode & writableByOthers) === 0 ? [own.uid] : [];
}
