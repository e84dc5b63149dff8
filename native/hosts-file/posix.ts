// The hosts file of Linux and macOS: exchanged with a prepared one, or overwritten where it cannot be replaced.

import { open, readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { syncDirectory } from '../../shared/node/atomic-file.ts';
import { runTool } from '../exec.ts';
import { assembleHostsFile } from './assemble.ts';
import { type CommitOutcome, overwrite } from './commit.ts';
import { exchange } from './exchange.ts';
import type { HostsFile, HostsFileOptions, HostsStep } from './hosts-file.ts';
import type { Journal } from './journal.ts';

/** The tool that gives the new file everything of the old one but its content: owner, mode, ACL, attributes, labels. */
export interface PosixTools {
  readonly copyAttributes: (from: string, to: string) => readonly [tool: string, ...args: string[]];
  readonly flush: () => Promise<void>;
}

export const linuxTools: PosixTools = {
  copyAttributes: (from, to) => ['/bin/cp', '--attributes-only', '--preserve=all', '--', from, to],
  // The resolver of glibc reads the file anew every time; nscd, where it runs, and systemd-resolved watch it.
  flush: async () => undefined,
};

/** Not run yet. `cp -p` copies the content as well; it is written over. */
export const darwinTools: PosixTools = {
  copyAttributes: (from, to) => ['/bin/cp', '-p', from, to],
  flush: async () => {
    await runTool('/usr/bin/dscacheutil', ['-flushcache']);
    await runTool('/usr/bin/killall', ['-HUP', 'mDNSResponder']);
  },
};

export function posixHostsFile(options: HostsFileOptions, tools: PosixTools): HostsFile {
  return assembleHostsFile(options, {
    path: '/etc/hosts',
    commit: (journal, step) => commit(journal, step, tools),
    flush: tools.flush,
  });
}

/** How long the old file is kept for a writer that had opened it before the exchange. */
const lateWriterMs = 25;

/** A mount point (container, systemd's ReadWritePaths), another file system, a directory we may not write to. */
const notReplaceable = new Set(['EBUSY', 'EXDEV', 'EPERM', 'EACCES', 'EROFS']);

async function commit(journal: Journal, step: (step: HostsStep) => void, tools: PosixTools): Promise<CommitOutcome> {
  // Replacing one of several names of a file would leave the others behind.
  if ((await stat(journal.path)).nlink > 1) return overwriteNow(journal, step);
  try {
    await prepare(journal, tools);
    step('prepared');
    if (!(await readFile(journal.path)).equals(journal.before)) {
      await unlink(journal.temporary);
      return { kind: 'changed' };
    }
    step('compared');
    await exchange(journal.temporary, journal.path);
  } catch (error) {
    await unlink(journal.temporary).catch(() => undefined);
    if (!isNotReplaceable(error)) throw error;
    return overwriteNow(journal, step);
  }
  step('committed');
  await syncDirectory(path.dirname(journal.path));
  await delay(lateWriterMs);
  const displaced = await readFile(journal.temporary);
  step('checked');
  return { kind: 'replaced', displaced };
}

function overwriteNow(journal: Journal, step: (step: HostsStep) => void): CommitOutcome {
  step('compared');
  const outcome = overwrite(journal);
  step('committed');
  return outcome;
}

async function prepare({ path: original, temporary, after }: Journal, tools: PosixTools): Promise<void> {
  await using file = await open(temporary, 'wx+', 0o600);
  const [tool, ...args] = tools.copyAttributes(original, temporary);
  const copied = await runTool(tool, args, { timeoutMs: 5_000 });
  if (copied.kind !== 'exited' || copied.code !== 0) {
    // Without the tool, what Node can copy must do.
    const { uid, gid, mode } = await stat(original);
    await file.chown(uid, gid);
    await file.chmod(mode);
  }
  await file.truncate();
  await file.write(after, 0, after.length, 0);
  const now = new Date();
  await file.utimes(now, now);
  await file.sync();
}

function isNotReplaceable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && notReplaceable.has(String(error.code));
}
