// Keeps the rules in force as they were last read, for as long as the database says that they are the same.

import { z } from 'zod';
import { epoch, revision } from '../../shared/ids.ts';
import type { Rulebook } from '../posture/decide.ts';
import type { Queries } from '../store/database.ts';
import { readRulebook } from './rulebook.ts';

export interface RulesInForce {
  /** Not for a transaction that changes rules: what it does not keep must be known to nobody. */
  read(queries: Queries): Promise<BookInForce>;
}

export interface BookInForce extends Rulebook {
  /** Of the last change of the rules. */
  readonly revision: number;
}

const stateRow = z.object({ epoch, rules_revision: revision });

export function keepRules(): RulesInForce {
  let kept: { readonly epoch: string; readonly book: BookInForce } | null = null;
  return {
    async read(queries) {
      const row = await queries.selectFrom('ems_state').select(['epoch', 'rules_revision']).executeTakeFirstOrThrow();
      const now = stateRow.parse(row);
      if (kept?.epoch === now.epoch && kept.book.revision === now.rules_revision) return kept.book;
      const book = { ...(await readRulebook(queries)), revision: now.rules_revision };
      kept = { epoch: now.epoch, book };
      return book;
    },
  };
}
