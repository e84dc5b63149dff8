// Slows down guessing: failures cost tokens, of the address they come from and of everybody together.

import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { neighbourhood } from './neighbourhood.ts';

export interface RateLimit {
  /** @throws AppError `too-many-requests` while this address, or all together, have failed too often */
  check(source: string): void;
  /** Counts a failure of this address; true if it must wait from now on. */
  failed(source: string): boolean;
}

const perAddress = { tokens: 10, refillMs: 6_000 };
const together = { tokens: 200, refillMs: 300 };
const remembered = 10_000;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

export function makeRateLimit(clock: Clock): RateLimit {
  const buckets = new Map<string, Bucket>();

  function filled(key: string, shape: typeof perAddress): Bucket {
    const now = clock.monotonic();
    const bucket = buckets.get(key) ?? { tokens: shape.tokens, at: now };
    return { tokens: Math.min(shape.tokens, bucket.tokens + (now - bucket.at) / shape.refillMs), at: now };
  }

  function refuseIfEmpty(key: string, shape: typeof perAddress): void {
    const { tokens } = filled(key, shape);
    if (tokens < 1)
      throw new AppError('too-many-requests', { seconds: Math.ceil(((1 - tokens) * shape.refillMs) / 1_000) });
  }

  function spend(key: string, shape: typeof perAddress): boolean {
    const { tokens, at } = filled(key, shape);
    buckets.delete(key);
    buckets.set(key, { tokens: tokens - 1, at });
    const oldest = buckets.keys().next();
    if (buckets.size > remembered && !oldest.done) buckets.delete(oldest.value);
    return tokens >= 1 && tokens < 2;
  }

  return {
    check(source) {
      refuseIfEmpty(`address ${neighbourhood(source)}`, perAddress);
      refuseIfEmpty('everybody', together);
    },
    failed(source) {
      spend('everybody', together);
      return spend(`address ${neighbourhood(source)}`, perAddress);
    },
  };
}
