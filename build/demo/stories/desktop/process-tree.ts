// Looks at a program and everything it started: what each is for, and the memory that is theirs.

import { readdirSync, readFileSync } from 'node:fs';

export interface SeenProcess {
  readonly pid: number;
  /** Of a renderer of Chromium's making, that of a page. */
  readonly isRenderer: boolean;
  /** Proportional set size (proc_pid_smaps(5)): memory that several share is counted once in all. */
  readonly pssKiB: number;
}

/** The process and its descendants; Linux only. */
export function processTree(root: number): readonly SeenProcess[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const parent = Number.isInteger(pid) ? parentOf(pid) : null;
    if (parent !== null) parents.set(pid, parent);
  }
  return [...parents.keys()].filter((pid) => pid === root || descendsFrom(pid, root, parents)).map(look);
}

/** In MiB, rounded. */
export function memoryOf(tree: readonly SeenProcess[]): number {
  return Math.round(tree.reduce((sum, { pssKiB }) => sum + pssKiB, 0) / 1_024);
}

function descendsFrom(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  const parent = parents.get(pid);
  return parent !== undefined && (parent === root || descendsFrom(parent, root, parents));
}

function look(pid: number): SeenProcess {
  const rollup = readOrNothing(`/proc/${pid}/smaps_rollup`);
  return {
    pid,
    isRenderer: readOrNothing(`/proc/${pid}/cmdline`).split('\0').includes('--type=renderer'),
    pssKiB: Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0),
  };
}

function parentOf(pid: number): number | null {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  // The name stands in brackets and may hold anything; the parent is the second field after it.
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return stat === '' ? null : parent;
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
