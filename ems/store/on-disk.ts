// Waits until what was written to SQLite's log is on the disk, off the main thread; everybody who waits at once shares one wait.

import { open } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from '../../shared/node/atomic-file.ts';

export interface OnDisk extends AsyncDisposable {
  /** Something was written since. */
  written(): void;
  /**
   * Resolves when everything written before this call is on the disk.
   * @throws the system's error, from then on always: what the disk has of it, nobody knows
   */
  settled(): Promise<void>;
}

/** Brings what the file holds to the disk. */
export type Sync = () => Promise<void>;

/** Counts what is written and what of it is safe. */
export function makeOnDisk(sync: Sync, close: () => Promise<void> = async () => undefined): OnDisk {
  let written = 0;
  let safe = 0;
  let running: Promise<void> | null = null;

  async function once(): Promise<void> {
    const upTo = written;
    await sync();
    safe = upTo;
    running = null;
  }

  return {
    written() {
      written += 1;
    },
    async settled() {
      // Whoever comes while the disk is at work waits for the next time: its bytes may have come too late for this one.
      for (const wanted = written; safe < wanted; ) {
        running ??= once();
        await running;
      }
    },
    async [Symbol.asyncDispose]() {
      await running?.catch(() => undefined);
      await close();
    },
  };
}

/** The log beside a database file. The system syncs files, not handles: SQLite's own writes are meant, too. */
export async function walOnDisk(database: string): Promise<OnDisk> {
  const handle = await open(`${database}-wal`, 'r+');
  // The log's name must last, too, or its content is found by nobody.
  await syncDirectory(path.dirname(database));
  return makeOnDisk(
    () => handle.datasync(),
    () => handle.close(),
  );
}

/** For a database that is in memory only. */
export const nowhere: OnDisk = {
  written: () => undefined,
  settled: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};
