// Removing on macOS: users by the folders in /Users, their rights and session by launchctl and sudo. Not run on macOS yet.

import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../exec.ts';
import type { Removal } from './removal.ts';

const homes = '/Users';
const userTimeoutMs = 60_000;

export const darwinRemoval: Removal = {
  async homesWith(files) {
    const names = await readdir(homes).catch(() => []);
    const found = await Promise.all(
      names.map(async (name) => {
        const directory = path.join(homes, name);
        const about = await lstat(directory).catch(() => null);
        if (about === null || !about.isDirectory() || about.uid < 500) return [];
        const there = await Promise.all(files.map((file) => lstat(path.join(directory, file)).catch(() => null)));
        return there.some((each) => each !== null) ? [{ uid: about.uid, gid: about.gid, name, directory }] : [];
      }),
    );
    return found.flat();
  },

  // The login keychain answers only inside the user's own session.
  asUser: ({ uid, directory }, program, args) =>
    runTool(
      '/bin/launchctl',
      ['asuser', String(uid), '/usr/bin/sudo', '-u', `#${uid}`, '/usr/bin/env', `HOME=${directory}`, program, ...args],
      { timeoutMs: userTimeoutMs },
    ),

  async endPrograms(folders) {
    let ended = 0;
    for (const folder of folders) {
      const outcome = await runTool('/usr/bin/pkill', [
        '-TERM',
        '-f',
        `^${folder.replaceAll(/[.^$*+?()[\]{}|\\]/g, '\\$&')}/`,
      ]);
      if (outcome.kind === 'exited' && outcome.code === 0) ended += 1;
    }
    return ended;
  },
};
