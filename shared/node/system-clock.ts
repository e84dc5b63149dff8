// The real clock.

import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock.ts';

/** Wall clock and monotonic clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
