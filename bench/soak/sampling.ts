// Looks at what a process holds: resident memory and descriptors, as /proc shows them.

import { readdirSync, readFileSync } from 'node:fs';
import type { Sample } from './verdicts.ts';

/** Null if there is no such process any more. */
export function sampleOf(pid: number, now: number): Sample | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const rssKiB = Number(/^VmRSS:\s*([0-9]+) kB$/m.exec(status)?.[1]);
    // A zombie has no memory.
    if (Number.isNaN(rssKiB)) return null;
    return { at: now, rssMiB: rssKiB / 1_024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}
