// Says in what way a uid that asks to enroll is known: new, proved, released, or none of these.

import { createPublicKey } from 'node:crypto';
import type { DeviceId } from '../../shared/ids.ts';
import { isUidProof } from '../../shared/node/x509/uid-proof.ts';
import { isOrphaned } from '../pki/renewable.ts';
import type { Queries } from '../store/database.ts';
import type { CertificateRow, DeviceRow } from '../store/tables.ts';

export type Acquaintance =
  | { readonly kind: 'new' }
  | { readonly kind: 'unproven' }
  | { readonly kind: 'proved' | 'released'; readonly device: DeviceRow };

/** A uid that was never seen is new; a known one needs its last machine key's signature, or an administrator's release. */
export async function acquaintance(
  queries: Queries,
  asked: { readonly uid: DeviceId; readonly csrSha256: string; readonly proof: string | undefined },
): Promise<Acquaintance> {
  const device = await queries.selectFrom('devices').selectAll().where('uid', '=', asked.uid).executeTakeFirst();
  if (device === undefined) return { kind: 'new' };
  if (device.state === 'released') return { kind: 'released', device };
  const { proof } = asked;
  if (proof === undefined) return { kind: 'unproven' };
  const certificates = await queries
    .selectFrom('certificates')
    .selectAll()
    .where('owner', '=', asked.uid)
    .where('kind', '=', 'machine')
    .orderBy('issued_at', 'desc')
    .execute();
  const isProved = provingCertificates(device.state, certificates).some((each) =>
    isUidProof(createPublicKey(each.public_key), asked.uid, asked.csrSha256, proof),
  );
  return isProved ? { kind: 'proved', device } : { kind: 'unproven' };
}

/**
 * Whose keys may prove: the newest certificate that was seen in use, and those after it whose answer may have been lost.
 * A device that left by itself proves itself as before; one that was revoked or cloned does not.
 * `certificates` come newest first.
 */
export function provingCertificates<C extends Pick<CertificateRow, 'state' | 'revocation_reason' | 'first_used_at'>>(
  state: string,
  certificates: readonly C[],
): readonly C[] {
  const counts = (each: C): boolean =>
    (state === 'active' && (each.state === 'active' || isOrphaned(each))) ||
    (state === 'revoked' && each.revocation_reason === 'cessation-of-operation');
  const lastUsed = certificates.findIndex((each) => each.first_used_at !== null);
  return certificates.slice(0, lastUsed === -1 ? undefined : lastUsed + 1).filter(counts);
}
