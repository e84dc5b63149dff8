// Whether the device reaches each protected service, as far as it can know: from the state alone, for why, tray and pages alike.

import type { AgentState, DenialRecord, DestinationState } from './agent-state.ts';

/** `missing`: the tags that the last denial asked for and the device still lacks. */
export type Access =
  | { readonly kind: 'allowed'; readonly at: string }
  /** Nothing was tried yet, and nothing stands against it that the agent can see. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'denied'; readonly by: DenialRecord; readonly missing: readonly string[] }
  /** The name does not lead to our listener; `state` says why. */
  | { readonly kind: 'not-published' };

export interface DestinationAccess {
  /** `host:port` */
  readonly destination: string;
  /** Null where it was lost with its tag: it is not offered any more, and its last denial still names it. */
  readonly offered: DestinationState | null;
  readonly access: Access;
}

/** Every destination that is offered, in its order, and after them those that were lost with a tag. */
export function accessOf(state: AgentState): readonly DestinationAccess[] {
  const latest = latestDenials(state.denials);
  const offered = state.destinations.map((each) => {
    const destination = placeOf(each);
    return { destination, offered: each, access: accessTo(each, latest.get(destination) ?? null, state) };
  });
  const known = new Set(offered.map((each) => each.destination));
  const lost = [...latest].flatMap(([destination, by]) => {
    const missing = missingTags(by, state);
    if (known.has(destination) || missing.length === 0) return [];
    return [{ destination, offered: null, access: { kind: 'denied', by, missing } as const }];
  });
  return [...offered, ...lost];
}

/** `host:port` of a destination, as denials and `reached` name it. */
export function placeOf({ destination: { host, port } }: DestinationState): string {
  return `${host}:${port}`;
}

/** How it stands with one destination that is offered, given the last that was refused of it. */
export function accessTo(offered: DestinationState, last: DenialRecord | null, state: AgentState): Access {
  if (last !== null && deniesStill(last, offered, state))
    return { kind: 'denied', by: last, missing: missingTags(last, state) };
  const at = state.reached[placeOf(offered)];
  if (at !== undefined) return { kind: 'allowed', at };
  return offered.state.kind === 'published' ? { kind: 'unknown' } : { kind: 'not-published' };
}

/** A refusal counts until the destination was reached again, or the device has what it lacked. */
export function deniesStill(last: DenialRecord, offered: DestinationState | null, state: AgentState): boolean {
  const { destination } = last.denial;
  const reachedAt = destination === null ? undefined : state.reached[destination];
  if (reachedAt !== undefined && reachedAt > last.at) return false;
  if (last.denial.code === '065') return missingTags(last, state).length > 0;
  if (last.denial.code === signInFirst) return !isVerified(state);
  return !hasBegunAnew(last, offered, state);
}

/** The code of a refusal that signing in may lift. */
export const signInFirst = '099';

/** Whether somebody whom the viewer may see has signed in. */
function isVerified({ signIns }: AgentState): boolean {
  return signIns.some(({ state }) => state.kind === 'verified');
}

/** Whether a connection there is held until its user has signed in. */
export function isHeld(destination: string, { signIns }: Pick<AgentState, 'signIns'>): boolean {
  return signIns.some(({ wanted }) => wanted.includes(destination));
}

/** Tags that the denial missed and that the device still lacks. */
export function missingTags(last: DenialRecord | null, state: AgentState): readonly string[] {
  if (last?.denial.code !== '065') return [];
  return (last.denial.tags ?? []).filter((tag) => !state.tags.some((held) => held === tag));
}

/** What a gateway lets through of a browser the agent does not see; with another certificate its user begins anew. */
function hasBegunAnew(last: DenialRecord, offered: DestinationState | null, state: AgentState): boolean {
  if (offered?.destination.kind !== 'web') return false;
  return state.userCertificates.some((each) => each.state === 'installed' && (each.toldAt ?? '') > last.at);
}

/** Denials come newest first. */
function latestDenials(denials: readonly DenialRecord[]): ReadonlyMap<string, DenialRecord> {
  const latest = new Map<string, DenialRecord>();
  for (const record of denials) {
    const { destination } = record.denial;
    if (destination !== null && !latest.has(destination)) latest.set(destination, record);
  }
  return latest;
}
