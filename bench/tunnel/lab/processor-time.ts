// Adds up the processor time of process trees, children that have ended included.

import { readdirSync, readFileSync } from 'node:fs';

/** What proc(5) tells of one process. */
export interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** Its own and that of the children it has waited for, in ticks of 10 ms. */
  readonly ticks: number;
}

const ticksPerSecond = 100;

/** Seconds that the processes and everything below them have used so far. */
export function processorSeconds(roots: readonly number[]): number {
  const all = everyProcess();
  const below = new Set(treeOf(all, roots));
  const ticks = all.filter(({ pid }) => below.has(pid)).reduce((sum, each) => sum + each.ticks, 0);
  return ticks / ticksPerSecond;
}

/** The processes and everything below them. */
export function processesBelow(roots: readonly number[]): readonly number[] {
  return treeOf(everyProcess(), roots);
}

/** Pure: the roots that are there, their children, the children of those. */
export function treeOf(all: readonly ProcessTimes[], roots: readonly number[]): readonly number[] {
  const found = all.filter(({ pid }) => roots.includes(pid)).map(({ pid }) => pid);
  for (const pid of found) found.push(...all.filter(({ parent }) => parent === pid).map((each) => each.pid));
  return [...new Set(found)];
}

/** The content of /proc/PID/stat; null if it is not that. */
export function parseStat(text: string): ProcessTimes | null {
  // The name stands in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const pid = Number.parseInt(text, 10);
  const parent = Number(fields[1]);
  // Fields 14 to 17 of proc(5): utime, stime, cutime, cstime; the first after the name is 3.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return Number.isInteger(pid) && Number.isInteger(parent) && fields.length > 15 && Number.isInteger(ticks)
    ? { pid, parent, ticks }
    : null;
}

function everyProcess(): readonly ProcessTimes[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^[0-9]+$/.test(entry)) return [];
    try {
      return parseStat(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? [];
    } catch {
      // It has ended in this very moment.
      return [];
    }
  });
}
