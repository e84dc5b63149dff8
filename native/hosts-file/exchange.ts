// Exchanges two files of one directory in a single step, so that what was replaced can still be looked at.

import { link, rename } from 'node:fs/promises';
import process from 'node:process';

/**
 * Afterwards `target` is what `temporary` was and the other way round. Where the kernel or the file system has no such
 * step, a second name is given to the old file first; a change between those two steps is lost there.
 * @throws the system's error of rename
 */
export async function exchange(temporary: string, target: string): Promise<void> {
  const swap = await loading;
  if (swap?.(temporary, target)) return;
  const old = `${temporary}.old`;
  await link(target, old);
  await rename(temporary, target);
  await rename(old, temporary);
}

/** True if the exchange took place. */
type Swap = (one: string, other: string) => boolean;

const loading: Promise<Swap | null> = loadSwap(process.platform);

async function loadSwap(platform: NodeJS.Platform): Promise<Swap | null> {
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    if (platform === 'linux') {
      const renameat2 = library.func(
        'int renameat2(int oldDirectory, const char *oldName, int newDirectory, const char *newName, unsigned int flags)',
      );
      const [currentDirectory, renameExchange] = [-100, 2];
      return (one, other) => renameat2(currentDirectory, one, currentDirectory, other, renameExchange) === 0;
    }
    if (platform === 'darwin') {
      // Not run yet.
      const renamex = library.func('int renamex_np(const char *from, const char *to, unsigned int flags)');
      const renameSwap = 2;
      return (one, other) => renamex(one, other, renameSwap) === 0;
    }
    return null;
  } catch {
    return null;
  }
}
