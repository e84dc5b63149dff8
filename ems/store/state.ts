// Who this EMS is, its epoch, and the number of its latest change.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type EmsId, type Epoch, emsId, epoch, revision } from '../../shared/ids.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Database, Queries } from './database.ts';

export interface EmsState {
  readonly emsId: EmsId;
  readonly epoch: Epoch;
  readonly revision: number;
}

const stateRow = z.object({ ems_id: emsId, epoch, revision });

/** The state as it is now. */
export async function currentState(queries: Queries): Promise<EmsState> {
  const row = stateRow.parse(await queries.selectFrom('ems_state').selectAll().executeTakeFirstOrThrow());
  return { emsId: row.ems_id, epoch: row.epoch, revision: row.revision };
}

/** Numbers one change; call it in the transaction that makes the change. */
export async function nextRevision(queries: Queries): Promise<number> {
  const row = await queries
    .updateTable('ems_state')
    .set((update) => ({ revision: update('revision', '+', 1) }))
    .returning('revision')
    .executeTakeFirstOrThrow();
  return row.revision;
}

/** Numbers a change of the rules. */
export async function nextRulesRevision(queries: Queries): Promise<void> {
  await queries
    .updateTable('ems_state')
    .set({ rules_revision: await nextRevision(queries) })
    .execute();
}

/** The revision at which the rules changed last. */
export async function rulesRevision(queries: Queries): Promise<number> {
  const row = await queries.selectFrom('ems_state').select('rules_revision').executeTakeFirstOrThrow();
  return revision.parse(row.rules_revision);
}

const mark = z.object({ epoch, revision });

/**
 * Makes the state at first start, and gives a database that was restored a new epoch: every one that the mark beside it does
 * not vouch for, because it lies below the mark, is of another epoch, or the mark is gone. A new epoch costs one full fetch;
 * an old one that is counted on a second time would cost the truth.
 */
export async function settleState(db: Database, markPath: string): Promise<EmsState> {
  const found = await db.selectFrom('ems_state').select('id').executeTakeFirst();
  if (found === undefined) {
    const fresh = {
      id: 1,
      ems_id: `ems_${randomToken()}`,
      epoch: newEpoch(),
      revision: 1,
      rules_revision: 1,
      crl_number: 0,
    };
    await db.insertInto('ems_state').values(fresh).execute();
  }
  const state = await currentState(db);
  const before = await readMark(markPath);
  const isVouchedFor = before?.epoch === state.epoch && state.revision >= before.revision;
  if (found !== undefined && !isVouchedFor) await db.updateTable('ems_state').set({ epoch: newEpoch() }).execute();
  const settled = await currentState(db);
  await writeMark(markPath, settled);
  return settled;
}

function newEpoch(): string {
  return `ep_${randomToken()}`;
}

/** Remembers how far this database had come. */
export async function writeMark(path: string, state: EmsState): Promise<void> {
  await replaceFile(path, JSON.stringify({ epoch: state.epoch, revision: state.revision }), { mode: 0o600 });
}

async function readMark(path: string): Promise<z.infer<typeof mark> | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return mark.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
