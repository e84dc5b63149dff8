// Records what administrators do: who asked, and whether it was done.

import type { Act } from '../audit/audit.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import { type AdminCaller, actorOf } from './admin-caller.ts';

export interface Acts {
  /** Does something that writes its own transaction and calls `record` in it; what fails is recorded as refused. */
  own<R>(act: Described, work: (record: RecordAct) => Promise<R>): Promise<R>;
  /** Makes a change and its record in one transaction; what fails is recorded as refused. */
  change(act: Described, change: (queries: Queries) => Promise<void>): Promise<Record<string, never>>;
}

/** Writes the record of an act that happens; `made` names what came to be by it. */
export type RecordAct = (queries: Queries, made?: string) => Promise<void>;

export interface Described {
  readonly caller: AdminCaller;
  readonly action: string;
  readonly target: string;
  readonly detail?: string;
}

export function actsOf(ems: Ems): Acts {
  async function own<R>(act: Described, work: (record: RecordAct) => Promise<R>): Promise<R> {
    try {
      return await work((queries, made) =>
        ems.audit.record(
          queries,
          entry(made === undefined ? act : { ...act, detail: `${made}, ${act.detail ?? ''}` }, 'allowed'),
        ),
      );
    } catch (error) {
      await ems.audit.record(ems.db, entry(act, 'refused'));
      throw error;
    }
  }
  return {
    own,
    change: (act, change) =>
      own(act, async (record) => {
        await ems.db.transaction().execute(async (queries) => {
          await change(queries);
          await record(queries);
        });
        return {};
      }),
  };
}

function entry({ caller, action, target, detail = '' }: Described, outcome: Act['outcome']): Act {
  return { actor: actorOf(caller), action, target, outcome, detail };
}
