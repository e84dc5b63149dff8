// Says which certificates of a revoked CA may still renew: those whose own record and key vouch for them.

import type { CertificateRow } from '../store/tables.ts';
import type { CaRevocation } from './replace-ztna.ts';

/** A CA that was replaced in peace, or whose key leaked: a thief can sign, but put nothing on record. `ca-distrusted`: the records are in doubt, too. */
const renewable: readonly (string | null)[] = ['ca-superseded', 'ca-compromise'] satisfies readonly CaRevocation[];

/** What an orphaned machine renews with: see there, or one that was replaced by another that never came into use. */
export function mayRenew(row: Pick<CertificateRow, 'state' | 'revocation_reason'>): boolean {
  return row.state === 'retired' || isOrphaned(row);
}

/** True if the certificate ended only because its CA did: it, or its device, was not revoked itself. */
export function isOrphaned(row: Pick<CertificateRow, 'state' | 'revocation_reason'>): boolean {
  return row.state === 'revoked' && renewable.includes(row.revocation_reason);
}
