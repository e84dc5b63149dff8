// Says from answers and failures whether a real server may be used. No clock, no I/O.

export type ServerHealth =
  /** Used. `misses` in a row so far. */
  | { readonly kind: 'up'; readonly misses: number }
  | { readonly kind: 'down'; readonly why: string }
  /** Not used before this time of the monotonic clock, and after it as if nothing had been. */
  | { readonly kind: 'held-down'; readonly until: number };

export type HealthEvent =
  | { readonly kind: 'answered'; readonly at: number }
  | { readonly kind: 'missed'; readonly at: number; readonly why: string };

/** FortiOS's numbers: `ldb-monitor` asks every 10 s, waits 2 s, and gives a server up after three misses. */
export const healthTimes = { everyMs: 10_000, waitMs: 2_000, misses: 3, holdDownMs: 30_000 } as const;

/** A server that nobody has seen answer is used, and given up at the first miss. */
export const unproven: ServerHealth = { kind: 'up', misses: healthTimes.misses - 1 };

export function isUsable(health: ServerHealth, now: number): boolean {
  return health.kind === 'up' || (health.kind === 'held-down' && now >= health.until);
}

/** The health of a server with a health check. @param holdsDown `holddown-interval` */
export function checkedHealth(health: ServerHealth, event: HealthEvent, holdsDown: boolean): ServerHealth {
  const wasUsable = isUsable(health, event.at);
  if (event.kind === 'answered') {
    if (wasUsable || !holdsDown) return { kind: 'up', misses: 0 };
    return health.kind === 'held-down' ? health : { kind: 'held-down', until: event.at + healthTimes.holdDownMs };
  }
  const misses = health.kind === 'up' ? health.misses + 1 : healthTimes.misses;
  return misses >= healthTimes.misses ? { kind: 'down', why: event.why } : { kind: 'up', misses };
}

/** The health of a server that nobody asks: after a failed connection it is left alone for a while, if others can do. */
export function uncheckedHealth(event: HealthEvent, holdsDown: boolean): ServerHealth {
  if (event.kind === 'answered' || !holdsDown) return { kind: 'up', misses: 0 };
  return { kind: 'held-down', until: event.at + healthTimes.holdDownMs };
}
