// What revocation lists and OCSP answers say of a record: one reading, so that they never differ.

import { type RevocationReason, reasonCodes } from '../../shared/node/x509/crl.ts';
import type { CertificateRow } from '../store/tables.ts';

export interface Revoked {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: RevocationReason;
}

type Kept = Pick<CertificateRow, 'state' | 'revoked_at' | 'revocation_reason'>;

/** Null for what was not revoked: a certificate that a newer one has replaced is none that others must refuse. */
export function revokedIn(row: Kept, now: number): Revoked | null {
  if (row.state !== 'revoked') return null;
  return { at: row.revoked_at ?? now, reason: reasonOf(row.revocation_reason) };
}

/** Of records that ended because their CA did; see `CaRevocation`. */
const caReasons: Readonly<Record<string, RevocationReason>> = {
  'ca-superseded': 'superseded',
  'ca-distrusted': 'ca-compromise',
};

function reasonOf(kept: string | null): RevocationReason {
  const ofCa = caReasons[kept ?? ''];
  if (ofCa !== undefined) return ofCa;
  return isReason(kept) ? kept : 'privilege-withdrawn';
}

function isReason(kept: string | null): kept is RevocationReason {
  return kept !== null && Object.hasOwn(reasonCodes, kept);
}
