// Keeps the records of certificates: who holds which, since when, until when; a newer one retires those before it.

import { type Authority, authorityId, dayMs } from '../../shared/node/x509/authority.ts';
import type { SigningRequest } from '../../shared/node/x509/csr.ts';
import type { IssuedCertificate } from '../../shared/node/x509/issue.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import type { CertificateRow } from '../store/tables.ts';

/** The old certificate ends this long after the new one is first seen, and at the latest a day after the new one was made. */
export const overlapMs = 10 * 60_000;
export const longestOverlapMs = dayMs;

/** For whom a certificate is: among those of one holder a newer one replaces the others. */
export type Holder =
  | { readonly kind: 'machine' | 'gateway'; readonly owner: string }
  | { readonly kind: 'user'; readonly owner: string; readonly osUser: string }
  | { readonly kind: 'web'; readonly owner: string; readonly hosts: readonly string[] };

/** Writes down what was issued; older ones of the holder begin to retire. */
export async function keepCertificate(
  ems: Ems,
  queries: Queries,
  request: Pick<SigningRequest, 'publicKey' | 'keyFingerprint'>,
  made: IssuedCertificate,
  holder: Holder,
  issuer: Pick<Authority, 'certificatePem'>,
): Promise<CertificateRow> {
  const now = ems.clock.now();
  const row: CertificateRow = {
    sha256: made.sha256,
    issuer: authorityId(issuer.certificatePem),
    serial: made.serial,
    kind: holder.kind,
    owner: holder.owner,
    os_user: holder.kind === 'user' ? holder.osUser : null,
    hosts: holder.kind === 'web' ? hostsText(holder.hosts) : null,
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
  // A web certificate is its gateway's own to show: the one before it was replaced the moment this answer came.
  const retire_at = now + (holder.kind === 'web' ? overlapMs : longestOverlapMs);
  await activeOf(queries, row).set({ retire_at }).where('retire_at', 'is', null).execute();
  await queries.insertInto('certificates').values(row).execute();
  return row;
}

/** The certificates in force of the holder of a row, to be changed. */
export function activeOf(queries: Queries, row: Pick<CertificateRow, 'owner' | 'kind' | 'os_user' | 'hosts'>) {
  return queries
    .updateTable('certificates')
    .where('owner', '=', row.owner)
    .where('kind', '=', row.kind)
    .where('os_user', row.os_user === null ? 'is' : '=', row.os_user)
    .where('hosts', row.hosts === null ? 'is' : '=', row.hosts)
    .where('state', '=', 'active');
}

/** Hosts as rows keep them: alike whatever their order. */
export function hostsText(hosts: readonly string[]): string {
  return JSON.stringify([...new Set(hosts)].sort());
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
