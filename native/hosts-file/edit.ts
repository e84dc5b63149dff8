// Changes the hosts file safely: lock, journal, compare, commit, and a look at what others wrote meanwhile.

import { randomBytes } from 'node:crypto';
import { readFile, realpath, unlink } from 'node:fs/promises';
import path from 'node:path';
import { ownDirectory } from '../../shared/node/own-directory.ts';
import { blocked, type Commit } from './commit.ts';
import type { HostsOutcome, HostsStep } from './hosts-file.ts';
import { type Journal, readJournal, removeJournal, writeJournal } from './journal.ts';
import { displacedIn, isCutOff, type Owed, withLateChanges } from './late-changes.ts';
import { takeLock } from './lock.ts';
import type { AddressRange } from './range.ts';
import { isEditable, takeApart } from './section.ts';

export interface EditWorld {
  readonly path: string;
  readonly stateDir: string;
  readonly range: AddressRange;
  readonly commit: Commit;
  readonly step: (step: HostsStep) => void;
  /** Told the bytes that the file holds through us. */
  readonly onWritten: (bytes: Buffer) => void;
}

/** (text) → text, in Latin-1. Called again when somebody else wrote in between. */
export type Change = (text: string) => string;

const mostTries = 5;
/** Each of these had others' lines in hand that must go back, so it goes on longer. */
const mostRounds = 50;

/**
 * Makes the change, after finishing or taking back one that a crash cut off.
 * @throws AppError `directory-not-safe`: a journal that somebody else may have written is never followed
 */
export async function edit(world: EditWorld, change: Change): Promise<HostsOutcome> {
  await ownDirectory(world.stateDir);
  await using lock = await takeLock(world.stateDir);
  if (lock === null) return { kind: 'blocked', reason: 'busy', detail: 'another process holds the lock' };
  world.step('locked');
  try {
    const outcome = await rounds(world, change, await readLeftOver(world.stateDir));
    if (outcome.kind !== 'blocked') await removeJournal(world.stateDir);
    world.step('finished');
    return outcome;
  } catch (error) {
    return blocked(error);
  }
}

/** What a change that a crash cut off has left. */
interface LeftOver {
  readonly journal: Journal | null;
  readonly owed: readonly Owed[];
}

async function readLeftOver(stateDir: string): Promise<LeftOver> {
  const journal = await readJournal(stateDir);
  if (journal === null) return { journal, owed: [] };
  const late = displacedIn(await readFile(journal.temporary).catch(() => null), journal.after);
  return { journal, owed: late === null ? journal.owed : [...journal.owed, { base: journal.before, late }] };
}

async function rounds(world: EditWorld, change: Change, left: LeftOver): Promise<HostsOutcome> {
  const owed = [...left.owed];
  let stale = left.journal?.temporary ?? null;
  let outcome: HostsOutcome = { kind: 'unchanged' };
  let failures = 0;
  for (let round = 0; round < mostRounds && failures < mostTries; round += 1) {
    const real = await realpath(world.path);
    const before = await readFile(real);
    if (!isEditable(before))
      return { kind: 'blocked', reason: 'not-text', detail: 'it is no text of 8-bit characters' };
    const meant = whole(before, left.journal).toString('latin1');
    const after = Buffer.from(
      change(owed.reduce((text, each) => withLateChanges(text, each, world.range), meant)),
      'latin1',
    );
    if (after.equals(before)) {
      await removeIfThere(stale);
      world.onWritten(after);
      return outcome;
    }
    const temporary = path.join(path.dirname(real), `.${path.basename(real)}.stile-${randomBytes(4).toString('hex')}`);
    const journal = { path: real, temporary, before, after, owed };
    await writeJournal(world.stateDir, journal);
    await removeIfThere(stale);
    stale = temporary;
    world.step('journaled');
    const committed = await world.commit(journal, world.step);
    if (committed.kind === 'blocked') return committed;
    if (committed.kind === 'changed') {
      failures += 1;
      continue;
    }
    world.onWritten(after);
    outcome = { kind: 'written', how: committed.kind, damage: takeApart(meant, world.range).damage };
    // The next round finds nothing to change, or puts back what others wrote into the file that was replaced.
    if (committed.kind === 'replaced') owed.push({ base: before, late: committed.displaced });
  }
  return { kind: 'blocked', reason: 'busy', detail: 'others write to it all the time' };
}

/** The file as somebody meant it: an overwriting that was cut off is taken back. */
function whole(found: Buffer, journal: Journal | null): Buffer {
  return journal !== null && isCutOff(found, journal.before, journal.after) ? journal.before : found;
}

async function removeIfThere(file: string | null): Promise<void> {
  if (file !== null) await unlink(file).catch(() => undefined);
}
