// The real clock, which a test can put forward.

import type { Clock } from '../../shared/clock.ts';
import { systemClock } from '../../shared/node/system-clock.ts';

export interface MovedClock extends Clock {
  forward(ms: number): void;
  /** Moves the wall clock alone, as somebody who sets it does; back with a negative number. */
  setWall(byMs: number): void;
}

export function movedClock(): MovedClock {
  let moved = 0;
  let set = 0;
  return {
    now: () => systemClock.now() + moved + set,
    monotonic: () => systemClock.monotonic() + moved,
    forward(ms) {
      moved += ms;
    },
    setWall(byMs) {
      set += byMs;
    },
  };
}
