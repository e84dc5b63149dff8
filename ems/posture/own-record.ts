// Puts what the EMS itself knows of a device in the place of what the device claims.

import type { Fact } from '../../shared/posture/fact.ts';
import { withVerifiedUsers } from '../../shared/posture/verified-users.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import { signedIn } from '../users/verified.ts';

/** Who has signed in on a device is the EMS's own record, never the device's word. */
export async function withOwnRecord(ems: Ems, queries: Queries, uid: string, facts: readonly Fact[]): Promise<Fact[]> {
  const users = await signedIn(queries, ems.clock.now(), { uid });
  return withVerifiedUsers(
    facts,
    users.map((user) => user.subject),
  );
}
