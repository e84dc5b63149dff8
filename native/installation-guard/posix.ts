// Guards an installation where owners and modes say who may change what: Linux and macOS.

import process from 'node:process';
import type { InstallationGuard } from './installation-guard.ts';
import { troubleIn } from './judge.ts';
import { lookAtFile, lookAtFolder } from './look.ts';

/** Access control lists count on Linux, where a mode shows the most that any of them allows; those of macOS are not looked at. */
export function posixInstallationGuard(me: number = process.geteuid?.() ?? 0): InstallationGuard {
  // An agent without administrator rights can be changed by its own user, whom it serves.
  const trusted = me === 0 ? [0] : [0, me];
  return {
    async trouble({ files, folders }) {
      for (const file of files) {
        const trouble = troubleIn(await lookAtFile(file), trusted);
        if (trouble !== null) return trouble;
      }
      for (const folder of folders) {
        const trouble = troubleIn(await lookAtFolder(folder), trusted);
        if (trouble !== null) return trouble;
      }
      return null;
    },
  };
}
