// Puts back on record, after a restore, the certificate with which a known device comes and which was issued in the lost time.

import { X509Certificate } from 'node:crypto';
import type { DeviceId } from '../../shared/ids.ts';
import { authorityId, startedBeforeMs } from '../../shared/node/x509/authority.ts';
import { publicKeyFingerprint } from '../../shared/node/x509/fingerprint.ts';
import type { Identified } from '../../shared/node/x509/judge.ts';
import type { Ems } from '../ems.ts';
import { isOfLostTime, lostFrom } from '../pki/lost-records.ts';
import { trusted } from '../pki/ztna-authorities.ts';
import type { Queries } from '../store/database.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import type { CertificateRow } from '../store/tables.ts';

/**
 * The device has just proved the key, and a CA in force says that it is this device's. One certificate of the lost time is
 * taken for each device: with another one its holder needs a release. Undefined if nothing is put back.
 */
export async function putBack(
  ems: Ems,
  presented: X509Certificate,
  by: Identified,
): Promise<CertificateRow | undefined> {
  const { name } = by;
  const issuer = trusted(ems.authorities.ztnaCas.all).find(({ certificatePem }) =>
    isSignedBy(presented, certificatePem),
  );
  if (name.kind !== 'machine' || issuer === undefined) return undefined;
  const notBefore = presented.validFromDate.getTime();
  const row: CertificateRow = {
    sha256: by.sha256,
    issuer: authorityId(issuer.certificatePem),
    serial: by.serial,
    kind: 'machine',
    owner: name.uid,
    os_user: null,
    hosts: null,
    key_fingerprint: publicKeyFingerprint(presented.publicKey),
    public_key: String(presented.publicKey.export({ type: 'spki', format: 'pem' })),
    certificate: presented.toString(),
    issued_at: notBefore + startedBeforeMs,
    not_after: by.notAfter,
    state: 'active',
    first_used_at: null,
    retire_at: null,
    revoked_at: null,
    revocation_reason: null,
  };
  return await ems.db.transaction().execute(async (queries) => {
    if (!(await isOfLostTime(queries, notBefore, ems.clock.now()))) return undefined;
    if (!(await isWaitedFor(queries, name.uid))) return undefined;
    await queries.insertInto('certificates').values(row).execute();
    const view_revision = await nextRevision(queries);
    await queries.updateTable('devices').set({ view_revision }).where('uid', '=', name.uid).execute();
    const detail = `serial ${by.serial}, issued in the time that a restore has lost`;
    const act = {
      actor: `device ${name.uid}`,
      action: 'put back',
      target: name.uid,
      outcome: 'allowed',
      detail,
    } as const;
    await ems.audit.record(queries, act);
    await announce(queries, tagsChanged);
    return row;
  });
}

/** A device that is active, and of which nothing of the lost time is on record yet. */
async function isWaitedFor(queries: Queries, uid: DeviceId): Promise<boolean> {
  const device = await queries.selectFrom('devices').select('state').where('uid', '=', uid).executeTakeFirst();
  if (device?.state !== 'active') return false;
  const since = await queries
    .selectFrom('certificates')
    .select('sha256')
    .where('owner', '=', uid)
    .where('kind', '=', 'machine')
    .where('issued_at', '>', await lostFrom(queries))
    .executeTakeFirst();
  return since === undefined;
}

function isSignedBy(certificate: X509Certificate, authorityPem: string): boolean {
  const authority = new X509Certificate(authorityPem);
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}
