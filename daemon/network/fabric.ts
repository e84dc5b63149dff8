// Decides whether the device is inside a network of the organisation, and when to ask the probe; pure.

import type { FabricStatus } from '../../shared/agent/agent-state.ts';
import type { OnFabric } from '../../shared/ems/on-fabric.ts';
import { parseIpRange, rangeHolds } from '../../shared/posture/ip-range.ts';

export interface FabricMemory {
  /** From where was asked, and whom: an answer counts for nothing else. */
  readonly question: string | null;
  /** What the probe has last shown; null before its answer. */
  readonly isProved: boolean | null;
  readonly isAsking: boolean;
  readonly askedAt: number;
}

export interface FabricTimes {
  /** The probe is asked again after this time: a device that was moved may keep its address. */
  readonly againMs: number;
  /** However often addresses change, it is not asked twice within this time. */
  readonly gapMs: number;
}

export const fabricTimes: FabricTimes = { againMs: 30_000, gapMs: 2_000 };

export const nothingAsked: FabricMemory = {
  question: null,
  isProved: null,
  isAsking: false,
  askedAt: Number.NEGATIVE_INFINITY,
};

export interface FabricJudgement {
  readonly memory: FabricMemory;
  readonly fabric: FabricStatus;
  readonly asks: boolean;
}

/** @param addresses besides loopback; null if they could not be read */
export function judgeFabric(
  before: FabricMemory,
  { networks, probe }: OnFabric,
  addresses: readonly string[] | null,
  now: number,
  times: FabricTimes,
): FabricJudgement {
  const untold = (fabric: FabricStatus): FabricJudgement => ({
    memory: { ...before, question: null, isProved: null },
    fabric,
    asks: false,
  });
  if ((networks.length === 0 && probe === null) || addresses === null) return untold('unknown');
  if (addresses.length === 0 || (networks.length > 0 && !isInside(networks, addresses))) return untold('off');
  if (probe === null) return untold('on');

  const question = [probe.at, probe.key, ...addresses].join(' ');
  const isProved = question === before.question ? before.isProved : null;
  const asks = !before.isAsking && now - before.askedAt >= (isProved === null ? times.gapMs : times.againMs);
  const asked = asks ? { isAsking: true, askedAt: now } : {};
  // Until the probe has answered, an address alone says nothing.
  const fabric = isProved === null ? 'unknown' : isProved ? 'on' : 'off';
  return { memory: { ...before, ...asked, question, isProved }, fabric, asks };
}

/** The probe has answered, or the time for it is up. */
export function hearProbe(before: FabricMemory, question: string | null, isProved: boolean): FabricMemory {
  return { ...before, isAsking: false, isProved: before.question === question ? isProved : before.isProved };
}

function isInside(networks: readonly string[], addresses: readonly string[]): boolean {
  return networks.some((network) => {
    const range = parseIpRange(network);
    return range !== null && addresses.some((address) => rangeHolds(range, address));
  });
}
