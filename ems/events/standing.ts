// Finds among connected agents and gateways those that were ended since they came.

import type { closeCodes } from '../../shared/ems/events.ts';
import type { Queries } from '../store/database.ts';
import type { Member } from './hub.ts';

export type ClosingReason = Extract<keyof typeof closeCodes, 'refused' | 'withdrawn'>;

/** How many are asked for in one statement. */
const atOnce = 1_000;

/** By certificate, why its connections are to end: `withdrawn` for who was ended, `refused` for a certificate that was. */
export async function endedAmong(
  queries: Queries,
  members: readonly Member[],
): Promise<ReadonlyMap<string, ClosingReason>> {
  const ended = new Map<string, ClosingReason>();
  for (let at = 0; at < members.length; at += atOnce) {
    const asked = members.slice(at, at + atOnce);
    const standing = await standingOf(queries, asked);
    for (const { certificate } of asked) {
      const reason = standing.get(certificate);
      if (reason !== 'good') ended.set(certificate, reason ?? 'refused');
    }
  }
  return ended;
}

async function standingOf(
  queries: Queries,
  members: readonly Member[],
): Promise<ReadonlyMap<string, ClosingReason | 'good'>> {
  const rows = await queries
    .selectFrom('certificates')
    .leftJoin('devices', 'devices.uid', 'certificates.owner')
    .leftJoin('gateways', 'gateways.id', 'certificates.owner')
    .select(['sha256', 'certificates.state as state', 'devices.state as device', 'gateways.state as gateway'])
    .where(
      'sha256',
      'in',
      members.map((member) => member.certificate),
    )
    .execute();
  return new Map(
    rows.map(({ sha256, state, device, gateway }) => {
      const isThere = gateway === 'approved' || (device !== null && device !== 'revoked');
      if (!isThere) return [sha256, 'withdrawn'];
      return [sha256, state === 'active' ? 'good' : 'refused'];
    }),
  );
}
