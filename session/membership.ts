// Reads from the daemon's state what concerns this user's certificate; pure.

import type { AgentState } from '../shared/agent/agent-state.ts';
import type { UserCertificateState } from '../shared/agent/user-certificate.ts';
import type { Seen } from './life.ts';

/** Only what the daemon is sure of counts: a user's key is not thrown away because a disk did not answer. */
export function membershipOf({ enrollment }: Pick<AgentState, 'enrollment'>): Seen['membership'] {
  switch (enrollment.kind) {
    case 'enrolled': {
      const { emsId, site, uid } = enrollment;
      return { kind: 'member', member: { emsId, site, uid } };
    }
    case 'enrolling':
      return { kind: 'unsure' };
    case 'withdrawn':
      return { kind: 'gone' };
    case 'none':
      return enrollment.lastFailure?.code === 'state-unreadable' ? { kind: 'unsure' } : { kind: 'gone' };
  }
}

/** What the EMS says of this user's certificate with this serial. */
export function emsStanding(
  { userCertificates }: Pick<AgentState, 'userCertificates'>,
  osUser: string,
  serial: string | null,
): UserCertificateState['ems'] {
  const found = userCertificates.find((each) => each.osUser === osUser && each.serial === serial);
  return serial === null || found === undefined ? 'unknown' : found.ems;
}

/** Changes whenever there is a reason to look again. */
export function concerns(state: Pick<AgentState, 'enrollment' | 'userCertificates'>, osUser: string): string {
  const own = state.userCertificates.filter((each) => each.osUser === osUser);
  return JSON.stringify([membershipOf(state), own.map(({ serial, ems }) => [serial, ems])]);
}
