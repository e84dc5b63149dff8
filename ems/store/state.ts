// Who this EMS is, its epoch, and the number of its latest change.

import { z } from 'zod';
import { type EmsId, type Epoch, emsId, epoch, revision } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Database, Queries } from './database.ts';
import { announce } from './notices.ts';
import type { Tables } from './tables.ts';
import type { Witness } from './witness.ts';

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

/** Numbers a revocation: every list made before is out of date. */
export async function nextRevocationsRevision(queries: Queries): Promise<void> {
  await queries
    .updateTable('ems_state')
    .set({ revocations_revision: await nextRevision(queries) })
    .execute();
}

/**
 * Makes the state at first start, and gives a database that was restored a new epoch: every one that the witness does not
 * vouch for. A new epoch costs one full fetch; an old one that is counted on a second time would cost the truth.
 */
export async function settleState(
  db: Database,
  witness: Witness,
  restored: (queries: Queries) => Promise<void> = async () => undefined,
): Promise<EmsState> {
  await db.transaction().execute(async (queries) => {
    const found = await queries.selectFrom('ems_state').select('id').executeTakeFirst();
    if (found === undefined) await queries.insertInto('ems_state').values(freshState()).execute();
    else if (!(await witness.vouches(queries))) {
      await beginEpoch(queries);
      await restored(queries);
    }
  });
  await witness.testify(db);
  return await currentState(db);
}

function freshState(): Tables['ems_state'] {
  return {
    id: 1,
    ems_id: `ems_${randomToken()}`,
    epoch: `ep_${randomToken()}`,
    revision: 1,
    rules_revision: 1,
    crl_number: 0,
    fabric_ca: null,
    ztna_ca: null,
    revocations_revision: 1,
    lost_from: null,
    lost_until: null,
    shell_may_quit: 1,
    personal_destinations: 0,
    shell_disconnect: 'with-reason',
    on_fabric: null,
    local_sign_in_ms: null,
  };
}

/** From now on no number of before counts; everybody fetches everything. */
async function beginEpoch(queries: Queries): Promise<void> {
  await queries
    .updateTable('ems_state')
    .set({ epoch: `ep_${randomToken()}` })
    .execute();
  for (const kind of ['agent', 'gateway'] as const)
    await announce(queries, { kind: 'changed', what: 'recheck', to: { kind } });
}
