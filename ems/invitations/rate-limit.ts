// Slows down guessing: failures cost tokens, of the address they come from and of everybody together.

import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { neighbourhood } from './neighbourhood.ts';
import { makeTokenBuckets } from './token-buckets.ts';

export interface RateLimit {
  /** @throws AppError `too-many-requests` while this address, or all together, have failed too often */
  check(source: string): void;
  /** Counts a failure of this address; true if it must wait from now on. */
  failed(source: string): boolean;
}

const perAddress = { tokens: 10, refillMs: 6_000 };
const together = { tokens: 200, refillMs: 300 };

export function makeRateLimit(clock: Clock): RateLimit {
  const addresses = makeTokenBuckets(clock, perAddress);
  const everybody = makeTokenBuckets(clock, together);
  return {
    check(source) {
      const seconds = addresses.wait(neighbourhood(source)) || everybody.wait('');
      if (seconds > 0) throw new AppError('too-many-requests', { seconds });
    },
    failed(source) {
      everybody.spend('');
      return addresses.spend(neighbourhood(source));
    },
  };
}
