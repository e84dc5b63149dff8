// Renews a device's certificate with a new key, and notices when one identity has two live keys.

import type { IssuedCertificate } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { siteName } from '../../shared/ids.ts';
import { parseCsr } from '../../shared/node/x509/csr.ts';
import type { Ems } from '../ems.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import { issuedAnswer, issueMachineCertificate } from '../pki/certificates.ts';
import { nextRevision } from '../store/state.ts';
import { isSuperseded, markCloned } from './cloned.ts';

/** @throws AppError `csr-*`; `csr-weak` also for the key in use: a renewal takes a new one */
export async function renew(ems: Ems, caller: MachineCaller, csr: string): Promise<IssuedCertificate> {
  const request = await parseCsr(csr);
  if (request.keyFingerprint === caller.certificate.key_fingerprint)
    throw new AppError('csr-weak', { why: 'a renewal needs a new key' });
  const made = await ems.db.transaction().execute(async (queries) => {
    if (await isSuperseded(queries, caller)) return await markCloned(ems, queries, caller.uid);
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
    return certificate;
  });
  await ems.hub.notify('tags', { kind: 'gateway' });
  if (made === null) throw new AppError('certificate-refused', { why: 'another key is in use for this device' });
  return issuedAnswer(ems, made);
}
