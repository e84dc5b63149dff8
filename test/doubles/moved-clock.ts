// The real clock, which a test can put forward.

import type { Clock } from '../../shared/clock.ts';
import { systemClock } from '../../shared/node/system-clock.ts';

export interface MovedClock extends Clock {
  forward(ms: number): void;
}

export function movedClock(): MovedClock {
  let moved = 0;
  return {
    now: () => systemClock.now() + moved,
    monotonic: () => systemClock.monotonic() + moved,
    forward(ms) {
      moved += ms;
    },
  };
}
