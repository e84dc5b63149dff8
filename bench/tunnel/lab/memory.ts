// Asks how much memory process trees hold, shared pages counted by their share.

import { readFileSync } from 'node:fs';
import { processesBelow } from './processor-time.ts';

/** KiB of the processes and everything below them: proportional set size. Kernel memory of sockets is not in it. */
export function memoryKib(roots: readonly number[]): number {
  return processesBelow(roots).reduce((sum, pid) => sum + proportionalKib(pid), 0);
}

/** The line `Pss:` of smaps_rollup; null if there is none. */
export function parseRollup(text: string): number | null {
  const found = /^Pss:\s+([0-9]+) kB$/m.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

function proportionalKib(pid: number): number {
  try {
    return parseRollup(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? 0;
  } catch {
    // It has ended in this very moment.
    return 0;
  }
}
