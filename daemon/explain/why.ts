// Explains whether a destination can be reached, which rule is in the way, and what helps; pure.

import { deniesStill, isHeld, missingTags, signInFirst } from '../../shared/agent/access.ts';
import type { AgentState, DenialRecord, DestinationState } from '../../shared/agent/agent-state.ts';
import type { Explanation, Obstacle } from '../../shared/agent/why.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import { tagName } from '../../shared/ids.ts';
import { explainTag } from '../../shared/posture/explain-tag.ts';
import type { OsName } from '../../shared/posture/rule.ts';
import { type DenialCode, denialCodes } from '../../shared/tunnel/denial.ts';
import { messageFor } from './tag-reasons.ts';

/** What is said of a destination that people name by name, host, or host and port. */
export function explain(asked: string, state: AgentState, profile: Profile | null, os: OsName): Explanation {
  const found = find(asked, state.destinations);
  const shown = found === null ? asked : `${found.destination.host}:${found.destination.port}`;
  const lastDenial = latestDenial(shown, found, asked, state.denials);
  const missing = missingTags(lastDenial, state);
  const obstacles = profile === null ? [] : missing.flatMap((tag) => obstaclesOf(tag, state, profile, os));
  const isDenied = lastDenial !== null && deniesStill(lastDenial, found, state);
  const waits = isHeld(shown, state);
  return {
    destination: shown,
    access: accessOf(state, found, isDenied || waits),
    summary: summaryOf(state, found, shown, isDenied ? lastDenial : null, missing),
    name: found?.state ?? null,
    lastDenial,
    tags: state.tags,
    obstacles,
    messages: missing.flatMap((tag) => messageFor(tag, state.messages) ?? []),
    next: waits ? signInSteps : nextSteps(state, found, shown, isDenied ? lastDenial : null, obstacles),
  };
}

function find(asked: string, destinations: readonly DestinationState[]): DestinationState | null {
  const wanted = asked.trim().toLowerCase();
  const matches = destinations.filter(({ destination: { name, host, port } }) =>
    [name, host, `${host}:${port}`, `${name}:${port}`].some((spelling) => spelling.toLowerCase() === wanted),
  );
  return matches[0] ?? null;
}

/** A destination that was lost with its tag is no longer on the list; its last denial still names it. */
function latestDenial(
  shown: string,
  found: DestinationState | null,
  asked: string,
  denials: readonly DenialRecord[],
): DenialRecord | null {
  const isMeant = (destination: string | null): boolean => {
    if (destination === null) return false;
    if (found !== null) return destination === shown;
    const host = destination.replace(/:\d+$/, '');
    return destination === asked || host === asked || host.split('.')[0] === asked;
  };
  return denials.find((record) => isMeant(record.denial.destination)) ?? null;
}

function obstaclesOf(tag: string, state: AgentState, profile: Profile, os: OsName): Obstacle[] {
  const named = tagName.safeParse(tag);
  if (!named.success) return [];
  const found = explainTag(named.data, profile.ruleSets, profile.rules, state.posture.verdicts, os);
  if (found.kind !== 'kept-away') return [];
  return found.obstacles.map((each) => ({
    tag,
    ...each,
    remedy: each.remedy || 'Ask your administrator what this rule needs.',
  }));
}

function accessOf(state: AgentState, found: DestinationState | null, isDenied: boolean): Explanation['access'] {
  if (isDenied || state.enrollment.kind !== 'enrolled') return 'denied';
  if (found !== null && state.reached[`${found.destination.host}:${found.destination.port}`] !== undefined)
    return 'allowed';
  return found === null || found.state.kind !== 'published' ? 'denied' : 'unknown';
}

function summaryOf(
  state: AgentState,
  found: DestinationState | null,
  shown: string,
  last: DenialRecord | null,
  missing: readonly string[],
): string {
  if (state.enrollment.kind !== 'enrolled') return `${shown} cannot be reached: this device is not enrolled.`;
  if (isHeld(shown, state)) return `A connection to ${shown} is held until its user has signed in.`;
  if (last !== null && missing.length > 0)
    return `${shown} is denied: this device lacks the tag ${missing.join(', ')}.`;
  if (last !== null) return `${shown} was ${last.kind}: ${whyOf(last)}.`;
  if (found === null) return `This device sees no destination called ${shown}.`;
  if (found.state.kind !== 'published') return `${shown} is not published on this machine.`;
  return `Nothing stands against ${shown} that this device knows of.`;
}

function whyOf({ denial }: DenialRecord): string {
  const known = isDenialCode(denial.code) ? denialCodes[denial.code].why : denial.title;
  return `${known} (${denial.code})`;
}

function isDenialCode(code: string): code is DenialCode {
  return code in denialCodes;
}

function nextSteps(
  state: AgentState,
  found: DestinationState | null,
  shown: string,
  last: DenialRecord | null,
  obstacles: readonly Obstacle[],
): string[] {
  if (state.enrollment.kind !== 'enrolled') return ['Run `stile enroll` with the invitation you were given.'];
  if (obstacles.length > 0) return ['When it is done, the agent notices by itself; `stile recheck` looks at once.'];
  if (last?.denial.code === signInFirst)
    return state.signInProviders.length > 0
      ? signInSteps
      : ['Ask your administrator: this EMS offers no way to sign in.'];
  if (last?.denial.retry === true) return ['Try again in a moment.', 'If it stays so: `stile doctor`.'];
  if (last !== null) return [`Tell your administrator the request id ${last.denial.requestId}.`];
  if (found === null)
    return [
      'See `stile destinations` for those you have.',
      `Ask your administrator whether ${shown} should be among them.`,
    ];
  return found.state.kind === 'published' ? [] : ['See `stile destinations` for how it stands.'];
}

const signInSteps = [
  'Run `stile sign-in`, or sign in in the window of Stile.',
  'A connection that is held goes on by itself then; others are tried again.',
];
