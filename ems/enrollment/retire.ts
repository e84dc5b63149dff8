// Ends certificates that newer ones have replaced: when the new one is seen in use, and at the latest a day later.

import type { Ems } from '../ems.ts';
import { activeOf, overlapMs } from '../pki/certificate-records.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import type { CertificateRow } from '../store/tables.ts';

/** Notes the first use of a certificate; the older ones of its holder end ten minutes later. */
export async function noteUse(ems: Ems, certificate: CertificateRow): Promise<void> {
  if (certificate.first_used_at !== null) return;
  const now = ems.clock.now();
  await ems.db.transaction().execute(async (queries) => {
    await queries
      .updateTable('certificates')
      .set({ first_used_at: now })
      .where('sha256', '=', certificate.sha256)
      .where('first_used_at', 'is', null)
      .execute();
    await activeOf(queries, certificate)
      .set({ retire_at: now + overlapMs })
      .where('issued_at', '<', certificate.issued_at)
      .where((where) => where.or([where('retire_at', 'is', null), where('retire_at', '>', now + overlapMs)]))
      .execute();
  });
}

/** Retires what is due. Several processes may do so at once. */
export async function retireDue(ems: Ems): Promise<void> {
  const due = await ems.db
    .selectFrom('certificates')
    .select(['sha256', 'owner'])
    .where('state', '=', 'active')
    .where('retire_at', '<=', ems.clock.now())
    .execute();
  for (const { sha256, owner } of due) {
    await ems.db.transaction().execute(async (queries) => {
      // Whoever was revoked meanwhile, or retired by another process, stays what it is.
      const done = await queries
        .updateTable('certificates')
        .set({ state: 'retired' })
        .where('sha256', '=', sha256)
        .where('state', '=', 'active')
        .returning('sha256')
        .executeTakeFirst();
      if (done === undefined) return;
      const view_revision = await nextRevision(queries);
      await queries.updateTable('devices').set({ view_revision }).where('uid', '=', owner).execute();
      await announce(queries, tagsChanged, { kind: 'certificate-ended', certificate: sha256, why: 'refused' });
    });
  }
}
