// How often a code may be tried: five times, then not for a while; pure.

export interface Tries {
  readonly failures: number;
  /** Monotonic; before it nothing is tried. */
  readonly closedUntil: number;
}

export const noTries: Tries = { failures: 0, closedUntil: 0 };

const mostFailures = 5;
const closedMs = 15 * 60_000;

/** How long to wait before a try; 0: not at all. */
export function waitMs({ closedUntil }: Tries, now: number): number {
  return Math.max(0, closedUntil - now);
}

export function afterFailure({ failures }: Tries, now: number): Tries {
  return failures + 1 < mostFailures
    ? { failures: failures + 1, closedUntil: 0 }
    : { failures: 0, closedUntil: now + closedMs };
}
