// The hosts file of Windows: overwritten where it lies, since a replaced one would lose its access list. Not run yet.

import { chmod, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { runTool } from '../exec.ts';
import { assembleHostsFile } from './assemble.ts';
import { type CommitOutcome, overwrite } from './commit.ts';
import type { HostsFile, HostsFileOptions } from './hosts-file.ts';
import type { Journal } from './journal.ts';

export function windowsHostsFile(options: HostsFileOptions): HostsFile {
  const system = path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32');
  return assembleHostsFile(options, {
    path: path.join(system, 'drivers', 'etc', 'hosts'),
    commit: async (journal, step) => {
      step('compared');
      const outcome = await overwriteWithPatience(journal);
      step('committed');
      return outcome;
    },
    flush: async () => {
      await runTool(path.join(system, 'ipconfig.exe'), ['/flushdns'], { timeoutMs: 5_000 });
    },
  });
}

const tries = 5;

/** Scanners hold the file for a moment after every change. The read-only attribute is lifted for the write. */
async function overwriteWithPatience(journal: Journal): Promise<CommitOutcome> {
  const { mode } = await stat(journal.path);
  const isReadOnly = (mode & 0o200) === 0;
  if (isReadOnly) await chmod(journal.path, 0o666);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = overwrite(journal);
      if (outcome.kind !== 'blocked' || outcome.reason === 'missing' || attempt === tries) return outcome;
      await delay(50 * 2 ** attempt);
    }
  } finally {
    if (isReadOnly) await chmod(journal.path, 0o444);
  }
}
