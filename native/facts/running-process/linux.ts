// Lists the processes that /proc shows.

import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, type ProbeOf } from '../probe.ts';
import { type ListedProcess, type ProcessList, readingOf } from './running-process.ts';

/** Questions asked while a list is being made share it; each list is used for nothing later. */
export function runningProcessOfLinux(proc: string): ProbeOf {
  let listing: Promise<ProcessList> | null = null;
  return async (name) => {
    listing ??= listProcesses(proc).finally(() => {
      listing = null;
    });
    return readingOf(await listing, name);
  };
}

async function listProcesses(proc: string): Promise<ProcessList> {
  const pids = (await readdir(proc)).filter((entry) => /^[0-9]+$/.test(entry));
  const processes = await Promise.all(pids.map((pid) => readProcess(path.join(proc, pid))));
  // Process 1 is always there; who does not see it sees a part only.
  return { processes: processes.filter((process) => process !== null), complete: pids.includes('1') };
}

/** Null for kernel threads and zombies, which run no file, and for a process that has just ended. */
async function readProcess(folder: string): Promise<ListedProcess | null> {
  try {
    const executable = await readExecutable(folder);
    if (executable === null) return null;
    return { executable, ownName: (await readFile(path.join(folder, 'comm'), 'utf8')).replace(/\n$/, '') };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return null;
    throw error;
  }
}

async function readExecutable(folder: string): Promise<ListedProcess['executable'] | null> {
  try {
    // After an upgrade the file that a process still runs is gone from its folder.
    return path.basename((await readlink(path.join(folder, 'exe'))).replace(/ \(deleted\)$/, ''));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    if (code === 'EACCES' || code === 'EPERM') return (await isKernelThread(folder)) ? null : { kind: 'hidden' };
    throw error;
  }
}

/** Everybody may read the command line; only kernel threads and zombies have none. */
async function isKernelThread(folder: string): Promise<boolean> {
  return (await readFile(path.join(folder, 'cmdline'))).length === 0;
}
