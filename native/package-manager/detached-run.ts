// Runs a package manager as a process of its own session, where nothing supervises services.

import { readFile } from 'node:fs/promises';
import { startDetached } from '../exec.ts';
import { type Progress, tailOf } from './package-manager.ts';
import type { Runs } from './runs.ts';

/** @param told where the manager writes down what it does, if not into what it prints */
export function detachedRuns(output: string, told: string = output): Runs {
  let isRunning = false;
  let code: number | null = null;

  return {
    async begin(tool, args, environment) {
      if (isRunning) return { kind: 'failed', why: 'the package manager runs already' };
      code = null;
      const started = await startDetached(tool, args, { output, environment });
      if (started.kind !== 'started') return { kind: 'failed', why: `${tool} cannot be started: ${started.kind}` };
      isRunning = true;
      void started.ended.then((ended) => {
        code = ended;
        isRunning = false;
      });
      return { kind: 'begun' };
    },
    async progress(): Promise<Progress> {
      if (isRunning) return { kind: 'running' };
      return { kind: 'ended', code, tail: tailOf(textOf(await readFile(told).catch(() => Buffer.alloc(0)))) };
    },
  };
}

/** Windows's installer writes UTF-16 with a mark at its beginning; everybody else UTF-8. */
function textOf(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? 'utf16le' : 'utf8');
}
