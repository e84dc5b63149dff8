// Counts what a fleet does, in windows; pure but for the clock it is given.

import { percentile } from '../statistics.ts';
import type { Counted } from './messages.ts';

export type Countable = 'due' | 'sent' | 'answered' | 'failed' | 'skipped' | 'beats' | 'changes' | 'lost';

export interface Tally {
  count(what: Countable): void;
  /** A report was answered after so many milliseconds. */
  answered(latencyMs: number): void;
  /** What was counted since the last window. */
  window(now: { readonly connected: number; readonly cpuMs: number }): Counted;
}

const nothing: Readonly<Record<Countable, number>> = {
  due: 0,
  sent: 0,
  answered: 0,
  failed: 0,
  skipped: 0,
  beats: 0,
  changes: 0,
  lost: 0,
};

/** @param now milliseconds that only rise @param cpuMs processor time used until now */
export function makeTally(now: () => number, cpuMs: () => number): Tally {
  let counts = { ...nothing };
  let latencies: number[] = [];
  let since = { at: now(), cpuMs: cpuMs() };
  return {
    count(what) {
      counts[what] += 1;
    },
    answered(latencyMs) {
      counts.answered += 1;
      latencies.push(latencyMs);
    },
    window({ connected, cpuMs: used }) {
      const until = { at: now(), cpuMs: used };
      const told = {
        ...counts,
        ms: until.at - since.at,
        cpuMs: until.cpuMs - since.cpuMs,
        connected,
        latency:
          latencies.length === 0
            ? null
            : {
                median: percentile(latencies, 50),
                p95: percentile(latencies, 95),
                longest: percentile(latencies, 100),
              },
      };
      counts = { ...nothing };
      latencies = [];
      since = until;
      return told;
    },
  };
}
