// Removing on Linux: users by the user database, their rights by setpriv, programs by /proc.

import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { runTool } from '../exec.ts';
import { readHomes } from './parse.ts';
import type { Home, Removal } from './removal.ts';

/** Databases of certificates are opened one after the other, each by two tools. */
const userTimeoutMs = 60_000;
/** Programs that were asked to end get so long before whoever removes them goes on. */
const endingMs = 5_000;

export const linuxRemoval: Removal = {
  async homesWith(files) {
    const told = await runTool('/usr/bin/getent', ['passwd']);
    const text = told.kind === 'exited' && told.code === 0 ? told.stdout : await readFile('/etc/passwd', 'utf8');
    const found = await Promise.all(readHomes(text).map(async (home) => ((await isOurs(home, files)) ? [home] : [])));
    return found.flat();
  },

  async asUser({ uid, gid, name, directory }, program, args) {
    const runtime = `/run/user/${uid}`;
    const isThere = (await lstat(runtime).catch(() => null))?.isDirectory() === true;
    const session = isThere
      ? { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus` }
      : undefined;
    return await runTool('/usr/bin/setpriv', [`--reuid=${uid}`, `--regid=${gid}`, '--init-groups', program, ...args], {
      timeoutMs: userTimeoutMs,
      environment: { HOME: directory, USER: name, LOGNAME: name, ...session },
    });
  },

  async endPrograms(folders) {
    const running = await pidsFrom(folders);
    for (const pid of running) end(pid);
    for (const until = Date.now() + endingMs; Date.now() < until; await delay(50))
      if ((await pidsFrom(folders)).length === 0) break;
    return running.length;
  },
};

async function isOurs({ uid, directory }: Home, files: readonly string[]): Promise<boolean> {
  // A home that belongs to another is not one: services have `/`, `/bin` or a folder that they share.
  const about = await lstat(directory).catch(() => null);
  if (about === null || !about.isDirectory() || about.uid !== uid) return false;
  const there = await Promise.all(files.map((file) => lstat(path.join(directory, file)).catch(() => null)));
  return there.some((each) => each !== null);
}

async function pidsFrom(folders: readonly string[]): Promise<readonly number[]> {
  const own = await ownLine(process.pid);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && !own.includes(pid));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
      return folders.some((folder) => program.startsWith(`${folder}/`)) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** This process, and all that it was started by. */
async function ownLine(pid: number): Promise<readonly number[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return parent > 1 ? [pid, ...(await ownLine(parent))] : [pid];
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}
