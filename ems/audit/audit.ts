// The record of every administrative act and every enrolment, allowed or refused.

import type { AuditEntry } from '../../shared/ems/admin-contract.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Queries } from '../store/database.ts';

/** What happened; `actor` is who asked as the system knows it, never what a message claims. No secret in any field. */
export type Act = Omit<AuditEntry, 'at'>;

export interface Audit {
  /** Records an act; in a transaction, it is recorded only if the act really happens. */
  record(queries: Queries, act: Act): Promise<void>;
  /** The newest first. */
  latest(queries: Queries, limit: number): Promise<AuditEntry[]>;
}

export function openAudit(now: () => number): Audit {
  return {
    async record(queries, act) {
      await queries
        .insertInto('audit')
        .values({ id: randomToken(), at: now(), ...act })
        .execute();
    },
    async latest(queries, limit) {
      const rows = await queries
        .selectFrom('audit')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id: _, at, outcome, ...rest }) => ({
        at: new Date(at).toISOString(),
        outcome: outcome === 'allowed' ? 'allowed' : 'refused',
        ...rest,
      }));
    },
  };
}
