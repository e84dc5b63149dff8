// Before a demo starts: undoes what an earlier one that crashed has left.

import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp } from './clean-up.ts';
import { readJournal } from './journal.ts';
import { isAlive } from './processes.ts';

export type Repair =
  | { readonly kind: 'nothing-left' }
  | { readonly kind: 'repaired' }
  | { readonly kind: 'runs-already'; readonly pid: number };

const guardianWithinMs = 15_000;

/** Waits for a guardian that is at it already, and does what it leaves undone. `say` gets a line before anything is undone. */
export async function repair(journalFile: string, say: (line: string) => void): Promise<Repair> {
  const first = readJournal(journalFile);
  if (first.kind === 'none') return { kind: 'nothing-left' };
  if (first.kind === 'unreadable') {
    say(`the journal ${journalFile} of an earlier demo is unreadable (${first.why}) and was removed`);
    rmSync(journalFile, { force: true });
    return { kind: 'nothing-left' };
  }
  const { demo, guardian } = first.entries;
  if (demo !== null && (await isAlive(demo))) return { kind: 'runs-already', pid: demo.pid };
  say('an earlier demo did not come to its end; undoing what it left');
  const until = Date.now() + guardianWithinMs;
  while (guardian !== null && Date.now() < until && (await isAlive(guardian))) await sleep(50);
  const left = readJournal(journalFile);
  if (left.kind === 'found') await cleanUp(left.entries);
  rmSync(journalFile, { force: true });
  return { kind: 'repaired' };
}
