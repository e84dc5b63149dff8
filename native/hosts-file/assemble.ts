// Makes a HostsFile out of one system's way of committing.

import { silentLog } from '../../shared/log.ts';
import { ownDirectory } from '../../shared/node/own-directory.ts';
import type { Commit } from './commit.ts';
import { findConflicts } from './conflicts.ts';
import { type Change, edit } from './edit.ts';
import type { HostsEntry, HostsFile, HostsFileOptions, HostsOutcome } from './hosts-file.ts';
import { addressRange, defaultRange } from './range.ts';
import { checkEntries, withoutSection, withSection } from './section.ts';
import { watchFile } from './watch.ts';

export interface HostsSystem {
  /** Where this system keeps the file. */
  readonly path: string;
  readonly commit: Commit;
  /** Makes resolvers that cache forget; called after every change. */
  readonly flush: () => Promise<void>;
}

const lookEveryMs = 2_000;

export function assembleHostsFile(options: HostsFileOptions, system: HostsSystem): HostsFile {
  const { stateDir, log = silentLog } = options;
  const path = options.path ?? system.path;
  const range = addressRange(options.range ?? defaultRange);
  /** What the file held when it was last read or written here, for each who watches; null before the first look. */
  const known = new Set<{ bytes: Buffer | null }>();
  let applied: readonly HostsEntry[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const world = {
    path,
    stateDir,
    range,
    commit: system.commit,
    step: options.onStep ?? (() => undefined),
    onWritten: (bytes: Buffer) => {
      for (const each of known) each.bytes = bytes;
    },
  };

  /** One change at a time within this process; the lock file does the same between processes. */
  function inTurn(change: Change): Promise<HostsOutcome> {
    const mine = turn.then(async () => {
      const outcome = await edit(world, change);
      if (outcome.kind === 'written') await system.flush();
      if (outcome.kind === 'written' && outcome.damage !== null)
        log.warn('the section of the hosts file was damaged and was made anew', { path, damage: outcome.damage });
      if (outcome.kind === 'blocked') log.warn('the hosts file cannot be changed', { path, ...outcome });
      return outcome;
    });
    turn = mine.catch(() => undefined);
    return mine;
  }

  function remove(): Promise<HostsOutcome> {
    applied = [];
    return inTurn((text) => withoutSection(text, range));
  }

  return {
    path,
    async apply(entries) {
      checkEntries(entries, range);
      applied = entries;
      return await inTurn((text) => withSection(text, entries, range));
    },
    clear: remove,
    repair: remove,
    async conflicts(names) {
      await ownDirectory(stateDir);
      return await findConflicts(path, stateDir, names, range);
    },
    watch(onForeignChange) {
      const last: { bytes: Buffer | null } = { bytes: null };
      known.add(last);
      const onLook = (bytes: Buffer) => {
        // Compared with our own writing too: somebody may put back just what was there before it.
        const isNews = last.bytes !== null && !bytes.equals(last.bytes);
        last.bytes = bytes;
        if (!isNews) return;
        const text = bytes.toString('latin1');
        onForeignChange({ sectionIntact: withSection(text, applied, range) === text });
      };
      const watching = watchFile({ path, lookEveryMs, log, onLook });
      return {
        async [Symbol.asyncDispose]() {
          known.delete(last);
          await watching[Symbol.asyncDispose]();
        },
      };
    },
  };
}
