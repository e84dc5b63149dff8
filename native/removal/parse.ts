// Reads passwd(5) for home directories; pure.

import type { Home } from './removal.ts';

/** Lines that are broken, and homes that are no absolute path, are nobody's. */
export function readHomes(text: string): readonly Home[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid, , directory] = line.split(':');
    if (!name || !directory?.startsWith('/') || directory === '/') return [];
    if (!/^\d{1,10}$/.test(uid ?? '') || !/^\d{1,10}$/.test(gid ?? '')) return [];
    return [{ uid: Number(uid), gid: Number(gid), name, directory }];
  });
}
