// The control group in which a machine within this machine lives, by either version of the kernel's interface.

import { existsSync } from 'node:fs';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface ControlGroup {
  readonly version: 1 | 2;
  /** The file to which a process writes its number to join. */
  readonly processes: string;
  /** After the last process has ended. */
  remove(): Promise<void>;
}

export async function makeControlGroup(name: string): Promise<ControlGroup> {
  const version = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 2 : 1;
  const folder = path.join(version === 2 ? '/sys/fs/cgroup' : '/sys/fs/cgroup/systemd', name);
  await removeAll(folder);
  await mkdir(folder);
  return { version, processes: path.join(folder, 'cgroup.procs'), remove: () => removeAll(folder) };
}

/** The innermost first; a group stays for a moment after its last process. */
async function removeAll(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeAll(path.join(folder, entry.name));
  for (const until = Date.now() + 5_000; ; await delay(20)) {
    const outcome = await rmdir(folder).catch((error: NodeJS.ErrnoException) => error.code);
    if (outcome === undefined || outcome === 'ENOENT') return;
    if (Date.now() > until) throw new Error(`the control group ${folder} cannot be removed (${outcome})`);
  }
}
