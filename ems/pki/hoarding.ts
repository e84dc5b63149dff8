// Bounds how many certificates somebody may hold and how fast they may be asked for.

import { AppError } from '../../shared/errors/app-error.ts';
import { dayMs } from '../../shared/node/x509/authority.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import type { CertificateRow } from '../store/tables.ts';
import { overlapMs } from './certificate-records.ts';

export interface Bounds {
  /** Certificates in force, of one user or set of hosts, and of all together. */
  readonly eachInForce: number;
  readonly allInForce: number;
  readonly aDay: number;
}

/** Whoever collects certificates waits until they retire. @throws AppError `too-many-requests` */
export async function refuseHoarder(
  ems: Ems,
  queries: Queries,
  holder: Pick<CertificateRow, 'owner' | 'kind' | 'os_user' | 'hosts'>,
  bounds: Bounds,
): Promise<void> {
  const since = ems.clock.now() - dayMs;
  const rows = await queries
    .selectFrom('certificates')
    .select(['state', 'os_user', 'hosts', 'issued_at'])
    .where('owner', '=', holder.owner)
    .where('kind', '=', holder.kind)
    .where((where) => where.or([where('state', '=', 'active'), where('issued_at', '>', since)]))
    .where('not_after', '>', ems.clock.now())
    .execute();
  const inForce = rows.filter((row) => row.state === 'active');
  const ofHolder = inForce.filter((row) => row.os_user === holder.os_user && row.hosts === holder.hosts);
  const lately = rows.filter((row) => row.issued_at > since);
  if (ofHolder.length >= bounds.eachInForce || inForce.length >= bounds.allInForce || lately.length >= bounds.aDay)
    throw new AppError('too-many-requests', { seconds: overlapMs / 1_000 });
}
