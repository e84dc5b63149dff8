// The sentences on the page that a browser gets instead of a destination.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Profile, ProfileDestination } from '../../shared/ems/profile.ts';
import type { OsName } from '../../shared/posture/rule.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { explain } from './why.ts';

/** Why, and what to do, for one refusal that has just come. @param at now, as wires have it */
export function denialSentences(
  at: string,
  denial: Denial,
  destination: ProfileDestination,
  state: AgentState,
  profile: Profile | null,
  os: OsName,
): readonly string[] {
  const record = { at, kind: 'refused' as const, denial };
  const why = explain(`${destination.host}:${destination.port}`, { ...state, denials: [record] }, profile, os);
  const remedies = why.obstacles.flatMap((obstacle) => [obstacle.title, obstacle.remedy].filter((text) => text !== ''));
  return [why.summary, ...remedies, ...why.messages, ...why.next];
}
