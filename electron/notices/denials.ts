// Refusals that are news, gathered: a browser alone asks five times in a second. Pure.

import type { AgentState, DenialRecord } from '../../shared/agent/agent-state.ts';
import type { DenialsGathered, What } from './memory.ts';

const mostDestinations = 16;

export function newDenials(agent: AgentState, seen: ReadonlySet<string>): readonly DenialRecord[] {
  return agent.denials.filter((record) => !seen.has(record.denial.requestId)).reverse();
}

export function requestsOf(agent: AgentState): ReadonlySet<string> {
  return new Set(agent.denials.map(({ denial }) => denial.requestId));
}

/** Whether a person can do something about it. `lost`: tags whose loss is told by itself, with its rules. */
export function needsPerson({ kind, denial }: DenialRecord, lost: ReadonlySet<string>): boolean {
  const { code, retry, tags = [] } = denial;
  if (kind === 'cut' && code === '065' && tags.length > 0 && tags.every((tag) => lost.has(tag))) return false;
  // From 081 on it is the server, the request or the load; 097 and 098 are an administrator's doing.
  return code === '097' || code === '098' || (!retry && code < '081');
}

export function gather(
  gathered: DenialsGathered | null,
  records: readonly DenialRecord[],
  now: number,
): DenialsGathered | null {
  let sum = gathered;
  for (const { denial } of records) {
    const { code, requestId, destination } = denial;
    const before = sum?.what.destinations ?? [];
    // One destination moves to the end when it is refused again: the latest are kept.
    const destinations = [...before.filter((each) => each !== destination), destination ?? '?'].slice(
      -mostDestinations,
    );
    const count = (sum?.what.count ?? 0) + 1;
    sum = { since: sum?.since ?? now, what: { kind: 'denied', destinations, count, code, requestId } };
  }
  return sum;
}

type Denied = DenialsGathered['what'];

/** Further denials on a notice that is there: what came last is what `why` is asked about. */
export function mergedDenials(before: What, more: Denied): Denied {
  if (before.kind !== 'denied') return more;
  const destinations = [
    ...before.destinations.filter((each) => !more.destinations.includes(each)),
    ...more.destinations,
  ];
  return { ...more, destinations: destinations.slice(-mostDestinations), count: before.count + more.count };
}
