// The certificate revocation lists of both authorities, made anew after every revocation and before they run out.

import { makeCrl, type RevocationReason } from '../../shared/node/x509/crl.ts';
import type { Ems } from '../ems.ts';
import { authoritiesById } from './authorities.ts';

export interface RevocationLists {
  /** The list of an authority, in DER; null for an authority that is not ours. */
  listOf(id: string): Promise<Uint8Array | null>;
  /** Forgets what was made; call it after every revocation. */
  forget(): void;
}

const lifeMs = 24 * 3_600_000;
const freshMs = 3_600_000;

const reasons: readonly RevocationReason[] = [
  'key-compromise',
  'superseded',
  'cessation-of-operation',
  'privilege-withdrawn',
];

export function openRevocationLists(ems: Pick<Ems, 'db' | 'authorities' | 'clock'>): RevocationLists {
  const made = new Map<string, { readonly at: number; readonly list: Promise<Uint8Array> }>();
  const authorities = authoritiesById(ems.authorities);

  async function make(id: string): Promise<Uint8Array> {
    const authority = authorities.get(id);
    if (authority === undefined) throw new TypeError(`no authority ${id}`);
    const now = ems.clock.now();
    // What has ended by itself need not be listed (RFC 5280 §3.3).
    const rows = await ems.db
      .selectFrom('certificates')
      .select(['serial', 'revoked_at', 'revocation_reason'])
      .where('issuer', '=', id)
      .where('state', '=', 'revoked')
      .where('not_after', '>', now)
      .execute();
    const { der } = await makeCrl(authority, {
      revoked: rows.map((row) => ({
        serial: row.serial,
        when: new Date(row.revoked_at ?? now),
        reason: reasons.find((each) => each === row.revocation_reason) ?? 'privilege-withdrawn',
      })),
      number: await nextNumber(now),
      thisUpdate: new Date(now),
      nextUpdate: new Date(now + lifeMs),
    });
    return der;
  }

  /** Rises always (RFC 5280 §5.2.3): across restarts by what is kept, and after a database was restored by the time. */
  async function nextNumber(now: number): Promise<number> {
    return await ems.db.transaction().execute(async (queries) => {
      const last = await queries.selectFrom('ems_state').select('crl_number').executeTakeFirstOrThrow();
      const crl_number = Math.max(last.crl_number + 1, Math.floor(now / 1_000));
      await queries.updateTable('ems_state').set({ crl_number }).execute();
      return crl_number;
    });
  }

  return {
    async listOf(id) {
      if (!authorities.has(id)) return null;
      const kept = made.get(id);
      if (kept !== undefined && ems.clock.monotonic() - kept.at < freshMs) return await kept.list;
      const list = make(id);
      made.set(id, { at: ems.clock.monotonic(), list });
      return await list.catch((error: unknown) => {
        made.delete(id);
        throw error;
      });
    },
    forget: () => made.clear(),
  };
}
