// Counts tries by key, as buckets that fill again with time.

import type { Clock } from '../../shared/clock.ts';

export interface BucketShape {
  readonly tokens: number;
  readonly refillMs: number;
}

export interface TokenBuckets {
  /** Seconds until the next try of a key; 0 if it may try now. */
  wait(key: string): number;
  /** Counts a try; true if it must wait from now on. */
  spend(key: string): boolean;
  /** A try that was counted was none. */
  giveBack(key: string): void;
}

const remembered = 10_000;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

export function makeTokenBuckets(clock: Clock, shape: BucketShape): TokenBuckets {
  const buckets = new Map<string, Bucket>();

  function filled(key: string): Bucket {
    const now = clock.monotonic();
    const bucket = buckets.get(key) ?? { tokens: shape.tokens, at: now };
    return { tokens: Math.min(shape.tokens, bucket.tokens + (now - bucket.at) / shape.refillMs), at: now };
  }

  function keep(key: string, bucket: Bucket): void {
    buckets.delete(key);
    buckets.set(key, bucket);
    const oldest = buckets.keys().next();
    if (buckets.size > remembered && !oldest.done) buckets.delete(oldest.value);
  }

  return {
    wait(key) {
      const { tokens } = filled(key);
      return tokens < 1 ? Math.ceil(((1 - tokens) * shape.refillMs) / 1_000) : 0;
    },
    spend(key) {
      const { tokens, at } = filled(key);
      keep(key, { tokens: tokens - 1, at });
      return tokens >= 1 && tokens < 2;
    },
    giveBack(key) {
      const { tokens, at } = filled(key);
      keep(key, { tokens: tokens + 1, at });
    },
  };
}
