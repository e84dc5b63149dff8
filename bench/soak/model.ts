// Says for each moment which sessions may be alive and which may not end, from what was done until then; pure.

import type { ProgramName } from './schedule.ts';

/** Something was done; times are milliseconds of one monotonic clock. */
export type Deed =
  /** About to disturb something: from here on sessions may end. */
  | { readonly at: number; readonly kind: 'disturbing' }
  | { readonly at: number; readonly kind: 'down' | 'paused' | 'running'; readonly program: ProgramName }
  | { readonly at: number; readonly kind: 'tag' | 'policy'; readonly allows: boolean }
  /** Everything was seen to work, by everybody who knows anything. */
  | { readonly at: number; readonly kind: 'recovered' };

/** How things stand. */
export interface Standing {
  readonly programs: Readonly<Record<ProgramName, ProgramStanding>>;
  /** Since when the device lacks the tag; null while it has it. */
  readonly tagLostAt: number | null;
  /** Since when the gateway's file denies; null while it allows. */
  readonly deniedSince: number | null;
  /** Null while something is or may be disturbed. */
  readonly recoveredAt: number | null;
}

interface ProgramStanding {
  readonly state: 'running' | 'paused' | 'down';
  readonly since: number;
  readonly lastDownAt: number | null;
}

/** What a session is granted after its reason has ended; all in milliseconds. */
export interface Graces {
  /** Until the end of a program is felt at the other end of a connection. */
  readonly deadMs: number;
  /** Until a lost right is acted on, where every program runs and has heard of all before. */
  readonly cutMs: number;
  /** Until programs that were away have found each other and told what was missed. */
  readonly syncMs: number;
}

export const usualGraces: Graces = { deadMs: 4_000, cutMs: 8_000, syncMs: 45_000 };

const neverDisturbed: ProgramStanding = { state: 'running', since: Number.NEGATIVE_INFINITY, lastDownAt: null };

/** All programs run, nothing is denied, nothing has recovered yet. */
export const beginning: Standing = {
  programs: { ems: neverDisturbed, gateway: neverDisturbed, agent: neverDisturbed },
  tagLostAt: null,
  deniedSince: null,
  recoveredAt: null,
};

export function after(standing: Standing, deed: Deed): Standing {
  switch (deed.kind) {
    case 'disturbing':
      return { ...standing, recoveredAt: null };
    case 'down':
    case 'paused':
    case 'running': {
      const before = standing.programs[deed.program];
      const lastDownAt = deed.kind === 'down' ? deed.at : before.lastDownAt;
      const program = { state: deed.kind, since: deed.at, lastDownAt };
      return { ...standing, programs: { ...standing.programs, [deed.program]: program } };
    }
    case 'tag':
      return { ...standing, tagLostAt: deed.allows ? null : (standing.tagLostAt ?? deed.at) };
    case 'policy':
      return { ...standing, deniedSince: deed.allows ? null : (standing.deniedSince ?? deed.at) };
    case 'recovered':
      return { ...standing, programs: inTouch(standing.programs), recoveredAt: deed.at };
  }
}

/** Whoever was away has heard of everything by now. */
function inTouch(programs: Standing['programs']): Standing['programs'] {
  const touched = ({ state, lastDownAt }: ProgramStanding) => ({ ...neverDisturbed, state, lastDownAt });
  return { ems: touched(programs.ems), gateway: touched(programs.gateway), agent: touched(programs.agent) };
}

/** Why a session that was opened then may not carry a byte at this moment; null if it may. */
export function whyForbidden(standing: Standing, openedAt: number, at: number, graces: Graces): string | null {
  const { gateway, agent } = standing.programs;
  for (const [name, { lastDownAt }] of [['gateway', gateway] as const, ['agent', agent] as const])
    if (lastDownAt !== null && openedAt < lastDownAt && at > lastDownAt + graces.deadMs)
      return `the ${name} that carried it has ended`;
  if (isLate(standing.deniedSince, [gateway], at, graces.cutMs, graces)) return 'the policy denies it';
  if (isLate(standing.tagLostAt, Object.values(standing.programs), at, graces.syncMs, graces)) return 'the tag is lost';
  return null;
}

/** Whether the right has been gone for long enough that those who must know have acted on it. */
function isLate(
  goneSince: number | null,
  whoMustKnow: readonly ProgramStanding[],
  at: number,
  catchUpMs: number,
  { cutMs }: Graces,
): boolean {
  if (goneSince === null || whoMustKnow.some(({ state }) => state !== 'running')) return false;
  const inTouchSince = Math.max(...whoMustKnow.map(({ since }) => since));
  return at > Math.max(goneSince + cutMs, inTouchSince + catchUpMs);
}

/** Why the client's socket must have ended by now; null if it may be open. Only an agent that runs can end it. */
export function whyMustHaveEnded(standing: Standing, openedAt: number, at: number, graces: Graces): string | null {
  const { agent } = standing.programs;
  if (agent.state === 'paused' || at <= agent.since + graces.deadMs) return null;
  return whyForbidden(standing, openedAt, at, graces);
}

/** Whether nothing was done that could end a session. */
export function mayNotEnd({ recoveredAt }: Standing): boolean {
  return recoveredAt !== null;
}
