// Says how long ago each device reported, to whatever process: by the time in its row, aged by a clock that never jumps.

import type { Clock } from '../../shared/clock.ts';

export interface LastSeen {
  /** Milliseconds since the report that the row tells of; infinite if there was none. */
  ageMs(uid: string, lastReportAt: number | null): number;
}

interface Sight {
  /** The time in the row, as whichever process wrote it. */
  readonly reportedAt: number;
  /** When that was by our monotonic clock. */
  readonly since: number;
  /** When we looked last: a time that is new since then cannot be older. */
  readonly lookedAt: number;
}

/**
 * A time that stays the same grows older by the monotonic clock. A new one is as old as wall clocks say, but never older
 * than our last look: so a clock that is set makes nobody silent, and one process never overlooks a report to another.
 */
export function makeLastSeen(clock: Clock): LastSeen {
  const sights = new Map<string, Sight>();
  return {
    ageMs(uid, lastReportAt) {
      if (lastReportAt === null) return Number.POSITIVE_INFINITY;
      const lookedAt = clock.monotonic();
      const before = sights.get(uid);
      if (before?.reportedAt === lastReportAt) {
        sights.set(uid, { ...before, lookedAt });
        return lookedAt - before.since;
      }
      const age = Math.min(
        Math.max(0, clock.now() - lastReportAt),
        before === undefined ? Number.POSITIVE_INFINITY : lookedAt - before.lookedAt,
      );
      sights.set(uid, { reportedAt: lastReportAt, since: lookedAt - age, lookedAt });
      return age;
    },
  };
}
