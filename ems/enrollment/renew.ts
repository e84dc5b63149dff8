// Renews a device's certificate with a new key, and notices when one identity has two live keys.

import type { IssuedCertificate } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { siteName } from '../../shared/ids.ts';
import type { SigningRequest } from '../../shared/node/x509/csr.ts';
import type { Ems } from '../ems.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import { issuedAnswer, issueMachineCertificate } from '../pki/certificates.ts';
import { type Bounds, refuseHoarder } from '../pki/hoarding.ts';
import { requireInForce } from '../pki/in-force.ts';
import { mayRenew } from '../pki/renewable.ts';
import type { Queries } from '../store/database.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import type { CertificateRow } from '../store/tables.ts';
import { isSuperseded, markCloned } from './cloned.ts';
import { machineRequest } from './machine-request.ts';
import { noteUse } from './retire.ts';

/** A device has one certificate in use and one before it. */
const bounds: Bounds = { eachInForce: 8, allInForce: 8, aDay: Number.POSITIVE_INFINITY };

/**
 * Asked again with the same new key before that was used, it answers with the same certificate.
 * @throws AppError `csr-*`; `csr-weak` also for a key that was in use before: a renewal takes a new one; `too-many-requests`
 */
export async function renew(ems: Ems, caller: MachineCaller, csr: string): Promise<IssuedCertificate> {
  const request = await machineRequest(csr);
  await noteUse(ems, caller.certificate);
  const made = await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, caller.certificate, caller.kind === 'orphaned-machine' ? mayRenew : undefined);
    if (await isSuperseded(ems, queries, caller)) return await markCloned(ems, queries, caller.uid);
    const before = await madeBefore(queries, caller, request);
    if (before !== null) return before;
    await refuseHoarder(ems, queries, caller.certificate, bounds);
    const device = await queries
      .selectFrom('devices')
      .select('site')
      .where('uid', '=', caller.uid)
      .executeTakeFirstOrThrow();
    const certificate = await issueMachineCertificate(ems, queries, request, {
      uid: caller.uid,
      site: siteName.parse(device.site),
    });
    const view_revision = await nextRevision(queries);
    await queries.updateTable('devices').set({ view_revision }).where('uid', '=', caller.uid).execute();
    await ems.audit.record(queries, {
      actor: `device ${caller.uid}`,
      action: 'renew',
      target: caller.uid,
      outcome: 'allowed',
      detail: `serial ${certificate.serial} after ${caller.certificate.serial}`,
    });
    await announce(queries, tagsChanged);
    return certificate;
  });
  if (made === null) throw new AppError('certificate-refused', { why: 'another key is in use for this device' });
  return issuedAnswer(ems, made);
}

/** The certificate of a renewal whose answer was lost; null for a new key. @throws AppError `csr-weak` for a used one */
async function madeBefore(
  queries: Queries,
  caller: MachineCaller,
  request: SigningRequest,
): Promise<CertificateRow | null> {
  const rows = await queries
    .selectFrom('certificates')
    .selectAll()
    .where('key_fingerprint', '=', request.keyFingerprint)
    .execute();
  if (rows.length === 0) return null;
  const { sha256, issued_at } = caller.certificate;
  const isWaiting = (row: CertificateRow): boolean =>
    row.kind === 'machine' &&
    row.owner === caller.uid &&
    row.sha256 !== sha256 &&
    row.state === 'active' &&
    row.first_used_at === null;
  const waiting = rows.find((row) => isWaiting(row) && row.issued_at >= issued_at);
  if (waiting !== undefined) return waiting;
  throw new AppError('csr-weak', { why: 'a renewal needs a new key' });
}
