// Slows down guessing: failures cost tokens, of the address they come from and of everybody together.

import { isIPv6 } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';

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

/**
 * What counts as one address: an IPv4 address however it is written, and of IPv6 the /64, the least that a network hands
 * to one customer (RFC 6177), or one machine would have as many tries as addresses.
 */
export function neighbourhood(source: string): string {
  const [address = source] = source.split('%');
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address. The URL parser writes it with hexadecimal groups only, and `::` at most once. */
function groupsOf(address: string): readonly number[] {
  const { hostname } = new URL(`http://[${address}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const before = numbersOf(head);
  const after = numbersOf(tail ?? '');
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function numbersOf(groups: string): number[] {
  return groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
}
