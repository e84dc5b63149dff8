// Posts a guardian: a process of its own session that cleans up if this one ends without having done so.

import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

export interface Guardian {
  readonly pid: number;
  /** Says that everything is cleaned up; the guardian goes home. */
  dismiss(): Promise<void>;
}

/** The pipe to it closes with this process, however that ends. */
export function postGuardian(journalFile: string, workspace: string): Guardian {
  const program = path.join(import.meta.dirname, 'guardian-main.ts');
  const child = spawn(process.execPath, [program, journalFile, workspace], {
    cwd: path.parse(program).root,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { LC_ALL: 'C', PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, TEMP: process.env.TEMP },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => undefined);
  return {
    pid: child.pid ?? 0,
    async dismiss() {
      child.stdin.end('done\n');
      await ended;
    },
  };
}
