// Asks once more, inside a change's transaction, whether the certificate it was asked with is still in force.

import { AppError } from '../../shared/errors/app-error.ts';
import type { Queries } from '../store/database.ts';
import type { CertificateRow } from '../store/tables.ts';

/** Who was revoked or withdrawn after the request was judged changes nothing any more. @throws AppError `certificate-refused` */
export async function requireInForce(
  queries: Queries,
  certificate: { readonly sha256: string },
  isEnough: (row: Pick<CertificateRow, 'state' | 'revocation_reason'>) => boolean = ({ state }) => state === 'active',
): Promise<void> {
  const record = await queries
    .selectFrom('certificates')
    .select(['state', 'revocation_reason'])
    .where('sha256', '=', certificate.sha256)
    .executeTakeFirst();
  if (record === undefined || !isEnough(record))
    throw new AppError('certificate-refused', { why: 'it was ended just now' });
}
