// The certificate revocation lists of all authorities, made anew after every revocation and before they run out.

import type { Authority } from '../../shared/node/x509/authority.ts';
import { makeCrl } from '../../shared/node/x509/crl.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import type { KnownAuthorities } from './known-authorities.ts';
import { revokedIn } from './revoked.ts';

export interface RevocationLists {
  /** The list of an authority, in DER; null for an authority that is not ours. */
  listOf(id: string): Promise<Uint8Array | null>;
}

const lifeMs = 24 * 3_600_000;
const freshMs = 3_600_000;

/** The list that was made last is a row: every process hands out the same, and its number never goes back. */
export function openRevocationLists(ems: Pick<Ems, 'db' | 'clock'>, authorities: KnownAuthorities): RevocationLists {
  const making = new Map<string, Promise<Uint8Array>>();

  async function kept(queries: Queries, id: string): Promise<Uint8Array | null> {
    const now = ems.clock.now();
    const row = await queries
      .selectFrom('revocation_lists')
      .innerJoin('ems_state', (join) =>
        join
          .onRef('ems_state.epoch', '=', 'revocation_lists.epoch')
          .onRef('ems_state.revocations_revision', '=', 'revocation_lists.revocations_revision'),
      )
      .select('der')
      .where('issuer', '=', id)
      .where('made_at', '>', now - freshMs)
      // A clock that was set back: what it will have been then is not known to last.
      .where('made_at', '<=', now)
      .executeTakeFirst();
    return row === undefined ? null : Buffer.from(row.der, 'base64');
  }

  async function make(queries: Queries, id: string, authority: Authority): Promise<Uint8Array> {
    const now = ems.clock.now();
    const state = await queries.selectFrom('ems_state').selectAll().executeTakeFirstOrThrow();
    // Rises always (RFC 5280 §5.2.3): across restarts by what is kept, and after a database was restored by the time.
    const crl_number = Math.max(state.crl_number + 1, Math.floor(now / 1_000));
    await queries.updateTable('ems_state').set({ crl_number }).execute();
    // What has ended by itself need not be listed (§3.3).
    const rows = await queries
      .selectFrom('certificates')
      .select(['serial', 'state', 'revoked_at', 'revocation_reason'])
      .where('issuer', '=', id)
      .where('state', '=', 'revoked')
      .where('not_after', '>', now)
      .execute();
    const { der } = await makeCrl(authority, {
      revoked: rows.flatMap((row) => {
        const revoked = revokedIn(row, now);
        return revoked === null ? [] : [{ serial: row.serial, when: new Date(revoked.at), reason: revoked.reason }];
      }),
      number: crl_number,
      thisUpdate: new Date(now),
      nextUpdate: new Date(now + lifeMs),
    });
    const row = {
      epoch: state.epoch,
      revocations_revision: state.revocations_revision,
      made_at: now,
      der: Buffer.from(der).toString('base64'),
    };
    await queries
      .insertInto('revocation_lists')
      .values({ issuer: id, ...row })
      .onConflict((conflict) => conflict.column('issuer').doUpdateSet(row))
      .execute();
    return der;
  }

  /** However many strangers ask at once, one list is made; by whichever process is first. */
  function makeOnce(id: string, authority: Authority): Promise<Uint8Array> {
    const running =
      making.get(id) ??
      ems.db
        .transaction()
        .execute(async (queries) => (await kept(queries, id)) ?? (await make(queries, id, authority)))
        .finally(() => making.delete(id));
    making.set(id, running);
    return running;
  }

  return {
    async listOf(id) {
      const authority = await authorities.byId(id);
      if (authority === null) return null;
      return (await kept(ems.db, id)) ?? (await makeOnce(id, authority));
    },
  };
}
