// Hands a device its own certificate once more, when it has nothing left of it but the key.

import { createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import type { agentRoutes, IssuedCertificate } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { isCertificateProof } from '../../shared/node/x509/uid-proof.ts';
import type { Ems } from '../ems.ts';
import { guarded } from '../invitations/guarded.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import { issuedAnswer } from '../pki/certificates.ts';
import type { CertificateRow } from '../store/tables.ts';

interface Found {
  readonly kind: 'admitted';
  readonly row: CertificateRow;
}

type Asked = z.output<(typeof agentRoutes)['certificateOfKey']['body']>;

/**
 * Nothing is issued: what is answered is in force already, and useless without the key that signed the request.
 * @throws AppError `certificate-refused`, `too-many-requests`
 */
export async function certificateOfKey(
  ems: Ems,
  limit: RateLimit,
  source: string,
  { uid, signature }: Asked,
): Promise<IssuedCertificate> {
  const refused = new AppError('certificate-refused', { why: 'no certificate in force is for the key that asks' });
  const asker = { source, action: 'certificate', target: uid };
  const found = await guarded<Found>(ems, limit, asker, async () => {
    const rows = await ems.db
      .selectFrom('certificates')
      .innerJoin('devices', 'devices.uid', 'certificates.owner')
      .selectAll('certificates')
      .where('owner', '=', uid)
      .where('kind', '=', 'machine')
      .where('certificates.state', '=', 'active')
      .where('devices.state', '!=', 'revoked')
      .orderBy('issued_at', 'desc')
      .execute();
    const row = rows.find((each) => isCertificateProof(createPublicKey(each.public_key), uid, signature));
    return row === undefined
      ? { kind: 'refused', why: 'no certificate in force is for that key', error: refused }
      : { kind: 'admitted', row };
  });
  return issuedAnswer(ems, found.row);
}
