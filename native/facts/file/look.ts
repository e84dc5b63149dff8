// Looks at paths such that a file system which does not answer holds up neither the agent nor other looks for long.

import { stat, statfs } from 'node:fs/promises';

/** What is at a path. */
export interface Seen {
  readonly isFolder: boolean;
  /** Device and inode: another folder may have taken the same path. */
  readonly identity: string;
  /** On a file system whose changes may be made elsewhere: it tells no events. */
  readonly isRemote: boolean;
}

/** Follows links. @throws the system's error */
export type Look = (path: string) => Promise<Seen>;

/**
 * Few looks at once, and one at a time for each path: a look that hangs holds a thread of Node's small pool, which all
 * other file operations need too. Who comes while a look is under way shares the next, so that no answer is older than
 * its question.
 */
export function patientLooks(look: Look, mostAtOnce: number): Look {
  const running = new Set<string>();
  const waiting = new Map<string, PromiseWithResolvers<Seen>>();

  function startNext(): void {
    for (const [path, turn] of waiting) {
      if (running.size >= mostAtOnce) return;
      if (running.has(path)) continue;
      waiting.delete(path);
      running.add(path);
      void run(path, turn);
    }
  }

  async function run(path: string, turn: PromiseWithResolvers<Seen>): Promise<void> {
    try {
      turn.resolve(await look(path));
    } catch (error) {
      turn.reject(error);
    }
    running.delete(path);
    startNext();
  }

  return (path) => {
    const turn = waiting.get(path) ?? Promise.withResolvers<Seen>();
    waiting.set(path, turn);
    startNext();
    return turn.promise;
  };
}

/** File systems of other machines and of programs, by the magic numbers of statfs(2); other systems have none of them. */
const remoteTypes: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x65735546, // FUSE
  0x01021997, // 9P
  0x5346414f, // AFS
  0x00c36400, // Ceph
]);

const seenNow: Look = async (path) => {
  // One after the other: a look holds one thread.
  const found = await stat(path);
  const { type } = await statfs(path);
  return {
    isFolder: found.isDirectory(),
    identity: `${found.dev}:${found.ino}`,
    isRemote: remoteTypes.has(type),
  };
};

/** The one way to look at a path: the threads are those of the whole process. Of its four, two stay free. */
export const lookAt: Look = patientLooks(seenNow, 2);
