// A device's certificates as administrators see them, its users' among them.

import { X509Certificate } from 'node:crypto';
import { type EndpointCertificate, endpointCertificate } from '../../shared/ems/endpoints.ts';
import type { CertificateRow } from '../store/tables.ts';

/** The newest first. `rows` come oldest first. */
export function endpointCertificates(rows: readonly CertificateRow[], now: number): EndpointCertificate[] {
  return rows.map((row) => shown(row, now)).reverse();
}

/** How a certificate stands: what was decided comes before what time did. */
export function standingOf(row: CertificateRow, now: number): EndpointCertificate['state'] {
  if (row.state === 'active') return row.not_after > now ? 'active' : 'expired';
  return row.state === 'retired' ? 'retired' : 'revoked';
}

function shown(row: CertificateRow, now: number): EndpointCertificate {
  return endpointCertificate.parse({
    kind: row.kind,
    osUser: row.os_user,
    serial: row.serial,
    sha256: row.sha256,
    state: standingOf(row, now),
    issuer: row.issuer,
    issuerName: new X509Certificate(row.certificate).issuer.replaceAll('\n', ', '),
    issuedAt: timeText(row.issued_at),
    notAfter: timeText(row.not_after),
    retiresAt: row.state === 'active' && row.retire_at !== null ? timeText(row.retire_at) : null,
    revokedAt: row.revoked_at === null ? null : timeText(row.revoked_at),
    revocationReason: row.revocation_reason,
  });
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}
