// Remembers when each device last reported, by a clock that never jumps; across a restart, by the time in its row.

import type { Clock } from '../../shared/clock.ts';

export interface LastSeen {
  seen(uid: string): void;
  /** Milliseconds since the last report; infinite if there was none. */
  ageMs(uid: string, lastReportAt: number | null): number;
}

export function makeLastSeen(clock: Clock): LastSeen {
  const heard = new Map<string, number>();
  return {
    seen: (uid) => void heard.set(uid, clock.monotonic()),
    ageMs(uid, lastReportAt) {
      const at = heard.get(uid);
      if (at !== undefined) return clock.monotonic() - at;
      return lastReportAt === null ? Number.POSITIVE_INFINITY : Math.max(0, clock.now() - lastReportAt);
    },
  };
}
