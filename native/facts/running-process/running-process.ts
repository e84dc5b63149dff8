// Whether a program runs, decided from what the process list shows.

import type { FactReading } from '../../../shared/posture/fact.ts';
import { unknown } from '../probe.ts';

/**
 * A process as /proc shows it. `executable` is the base name of the file it runs (`hidden`: this process may not look), which
 * for a script is its interpreter. `ownName` is `comm`: 15 bytes at most, and whatever the process chose to be called. Both
 * can be forged by anybody who can start a program, so the fact proves presence to honest users only.
 */
export interface ListedProcess {
  readonly executable: string | { readonly kind: 'hidden' };
  readonly ownName: string;
}

export interface ProcessList {
  readonly processes: readonly ListedProcess[];
  /** False where the system hides other users' processes from this one (`hidepid`). */
  readonly complete: boolean;
}

const ownNameBytes = 15;

/** The executable decides; the own name counts too, or no script could be named. Where neither could be seen, unknown. */
export function readingOf(list: ProcessList, name: string): FactReading {
  if (list.processes.some(({ executable }) => executable === name)) return running('executable');
  if (list.processes.some(({ ownName }) => ownName === name)) return running('own-name');
  if (!list.complete || list.processes.some((process) => couldBe(process, name))) return unknown('not-permitted');
  return { kind: 'known', value: { kind: 'running-process', running: false, by: null } };
}

/** A hidden executable behind a cut-off own name: it may be the one. */
function couldBe({ executable, ownName }: ListedProcess, name: string): boolean {
  const bytes = Buffer.from(name, 'utf8');
  return typeof executable !== 'string' && bytes.length > ownNameBytes && startsWith(bytes, ownName);
}

function startsWith(bytes: Buffer, ownName: string): boolean {
  return bytes.subarray(0, ownNameBytes).toString('utf8') === ownName;
}

function running(by: 'executable' | 'own-name'): FactReading {
  return { kind: 'known', value: { kind: 'running-process', running: true, by } };
}
