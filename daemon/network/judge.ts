// Decides how the network stands, when to ask whether a portal is in the way, and when to dial the EMS at once; pure.

import type { AgentState, NetworkState } from '../../shared/agent/agent-state.ts';
import { type BackoffShape, backoffDelayMs } from '../../shared/backoff.ts';
import type { Answer } from './answer.ts';

/** What is seen of the device and its connections. */
export interface Surroundings {
  /** Besides loopback; null if they could not be read. */
  readonly addresses: readonly string[] | null;
  readonly agent: Pick<AgentState, 'enrollment' | 'ems' | 'gateways'>;
}

/** What is remembered between two looks; times are of the monotonic clock. */
export interface Memory {
  readonly addresses: string | null;
  readonly portal: Extract<NetworkState, { kind: 'portal' }> | null;
  readonly isAsking: boolean;
  /** Questions since something changed. */
  readonly asked: number;
  readonly askAt: number;
  /** Something changed for the better: the EMS is worth dialling before its next turn. */
  readonly isHurryWanted: boolean;
  readonly hurryAt: number;
}

export type Act = 'ask' | 'hurry';

export interface Judgement {
  readonly memory: Memory;
  readonly network: NetworkState;
  readonly acts: readonly Act[];
}

export interface NetworkTimes {
  /** Between two questions as long as nobody answers, or something that says nothing. */
  readonly askBackoff: BackoffShape;
  /** The same while a portal answers: somebody may be signing in. */
  readonly portalBackoff: BackoffShape;
  /** Neither question nor hurry comes twice within this time, however often addresses change. */
  readonly gapMs: number;
}

export const networkTimes: NetworkTimes = {
  askBackoff: { firstMs: 4_000, longestMs: 60_000 },
  portalBackoff: { firstMs: 4_000, longestMs: 10_000 },
  gapMs: 2_000,
};

export const nothingSeen: Memory = {
  addresses: null,
  portal: null,
  isAsking: false,
  asked: 0,
  askAt: 0,
  isHurryWanted: false,
  hurryAt: 0,
};

/** Online is only what a round trip to the EMS has shown; offline only what cannot be otherwise. */
export function look(before: Memory, seen: Surroundings, now: number, times: NetworkTimes): Judgement {
  const own = seen.addresses?.filter(leadsSomewhere) ?? null;
  const memory = { ...before, addresses: own?.join() ?? before.addresses };
  if (seen.agent.ems.kind === 'connected')
    return {
      memory: { ...memory, portal: null, asked: 0, isHurryWanted: false },
      network: { kind: 'online' },
      acts: [],
    };
  if (own?.length === 0)
    return { memory: { ...memory, portal: null, asked: 0 }, network: { kind: 'offline' }, acts: [] };
  const hasMoved = before.addresses !== null && before.addresses !== memory.addresses;
  const next = hasMoved
    ? // As soon as it may be: a question of a moment ago was another network's.
      { ...memory, asked: 0, askAt: Math.min(memory.askAt, now + times.gapMs), isHurryWanted: true }
    : memory;
  return act(next, seen, now, times);
}

/** An answer has come, or the time for it is up. */
export function hear(before: Memory, answer: Answer, now: number, random: number, times: NetworkTimes): Memory {
  const shape = answer.kind === 'portal' ? times.portalBackoff : times.askBackoff;
  const asked = before.asked + 1;
  const portal = answer.kind === 'portal' ? ({ kind: 'portal', url: answer.url } as const) : null;
  return {
    ...before,
    isAsking: false,
    asked,
    portal,
    // At least half of what jitter could make of it, or a first question would be followed by the next at once.
    askAt: now + Math.max(times.gapMs, backoffDelayMs(shape, asked, 0.5 + random / 2)),
    // Somebody has signed in.
    isHurryWanted: before.isHurryWanted || (before.portal !== null && answer.kind === 'ems'),
  };
}

function act(memory: Memory, { agent }: Surroundings, now: number, times: NetworkTimes): Judgement {
  const isDown = agent.ems.kind === 'waiting' || (agent.ems.kind === 'connecting' && agent.ems.attempt > 1);
  // An attempt under way is left to its end: on a network that comes and goes, none would get there.
  const isHurrying = memory.isHurryWanted && agent.ems.kind === 'waiting' && now >= memory.hurryAt;
  const isAsking = !memory.isAsking && mayBePortal(agent) && isDown && now >= memory.askAt;
  return {
    memory: {
      ...memory,
      ...(isHurrying ? { isHurryWanted: false, hurryAt: now + times.gapMs } : {}),
      ...(isAsking ? { isAsking: true } : {}),
    },
    network: memory.portal ?? { kind: 'unknown' },
    acts: [...(isHurrying ? (['hurry'] as const) : []), ...(isAsking ? (['ask'] as const) : [])],
  };
}

/** A gateway that answers is behind no portal. */
function mayBePortal({ enrollment, gateways }: Surroundings['agent']): boolean {
  return enrollment.kind === 'enrolled' && !gateways.some(({ link }) => link.kind === 'ready');
}

/** What a machine gives itself when nobody gives it an address leads nowhere. */
function leadsSomewhere(address: string): boolean {
  return !/^(169\.254\.|fe[89ab][0-9a-f]:|127\.|::1$)/i.test(address);
}
