// Issues certificates and keeps their records: who holds which, since when, until when.

import type { KeyObject } from 'node:crypto';
import type { IssuedCertificate as IssuedAnswer } from '../../shared/ems/agent-routes.ts';
import { formatCertificateName } from '../../shared/identity/certificate-name.ts';
import type { DeviceId, GatewayId, SiteName } from '../../shared/ids.ts';
import { serialHex } from '../../shared/ids.ts';
import { authorityId, dayMs, startedBeforeMs } from '../../shared/node/x509/authority.ts';
import type { SigningRequest } from '../../shared/node/x509/csr.ts';
import { type IssuedCertificate, issue } from '../../shared/node/x509/issue.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import type { CertificateRow } from '../store/tables.ts';

const lifeDays = 90;
/** The old certificate ends this long after the new one is first seen, and at the latest a day after the new one was made. */
export const overlapMs = 10 * 60_000;
export const longestOverlapMs = dayMs;

/** Issues a machine certificate; older ones of the device begin to retire. */
export async function issueMachineCertificate(
  ems: Ems,
  queries: Queries,
  request: SigningRequest,
  owner: { readonly uid: DeviceId; readonly site: SiteName },
): Promise<CertificateRow> {
  const sanUri = formatCertificateName({ kind: 'machine', emsId: ems.identity.emsId, ...owner });
  const made = await issue({
    ...common(ems, request.publicKey),
    authority: ems.authorities.ztna,
    subjectCn: owner.uid,
    sanUri,
    eku: 'client',
  });
  return await keep(ems, queries, request, made, 'machine', owner.uid, ems.authorities.ztna.certificatePem);
}

/** Issues a gateway's certificate, with the names its approval gave, never those of its request. */
export async function issueGatewayCertificate(
  ems: Ems,
  queries: Queries,
  request: Pick<SigningRequest, 'publicKey' | 'keyFingerprint'>,
  owner: { readonly id: GatewayId; readonly site: SiteName; readonly names: readonly string[] },
): Promise<CertificateRow> {
  const sanUri = formatCertificateName({
    kind: 'gateway',
    emsId: ems.identity.emsId,
    site: owner.site,
    gatewayId: owner.id,
  });
  const made = await issue({
    ...common(ems, request.publicKey),
    authority: ems.authorities.fabric,
    subjectCn: owner.id,
    sanUri,
    dnsNames: owner.names,
    eku: 'both',
  });
  return await keep(ems, queries, request, made, 'gateway', owner.id, ems.authorities.fabric.certificatePem);
}

/** What the holder is told: durations, not dates. Renewal is due at two thirds of the life, spread by a tenth. */
export function issuedAnswer(ems: Ems, row: CertificateRow): IssuedAnswer {
  const now = ems.clock.now();
  const life = row.not_after - row.issued_at;
  const due = row.issued_at + (life * 2) / 3 - life * 0.1 * ems.random();
  return {
    certificate: row.certificate,
    serial: serialHex.parse(row.serial),
    validForMs: Math.max(0, row.not_after - now),
    renewAfterMs: Math.max(0, due - now),
  };
}

/** The newest certificate of an owner, whatever became of it. */
export async function newestCertificate(
  queries: Queries,
  owner: string,
  kind: string,
): Promise<CertificateRow | undefined> {
  return await queries
    .selectFrom('certificates')
    .selectAll()
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .orderBy('issued_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

function common(ems: Ems, publicKey: KeyObject) {
  return {
    publicKey,
    days: lifeDays,
    notBefore: new Date(ems.clock.now() - startedBeforeMs),
    publicUrl: ems.publicUrl,
  };
}

async function keep(
  ems: Ems,
  queries: Queries,
  request: Pick<SigningRequest, 'publicKey' | 'keyFingerprint'>,
  made: IssuedCertificate,
  kind: 'machine' | 'gateway',
  owner: string,
  issuer: string,
): Promise<CertificateRow> {
  const now = ems.clock.now();
  const row: CertificateRow = {
    sha256: made.sha256,
    issuer: authorityId(issuer),
    serial: made.serial,
    kind,
    owner,
    os_user: null,
    key_fingerprint: request.keyFingerprint,
    public_key: String(request.publicKey.export({ type: 'spki', format: 'pem' })),
    certificate: made.certificatePem,
    issued_at: now,
    not_after: made.notAfter,
    state: 'active',
    first_used_at: null,
    retire_at: null,
    revoked_at: null,
    revocation_reason: null,
  };
  await queries
    .updateTable('certificates')
    .set({ retire_at: now + longestOverlapMs })
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .where('state', '=', 'active')
    .where('retire_at', 'is', null)
    .execute();
  await queries.insertInto('certificates').values(row).execute();
  return row;
}
