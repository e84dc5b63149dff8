// Decides how many connections a pool dials, how large it wants to be, and how fast it may go; pure.

/** What a pool looks like now. */
export interface PoolView {
  /** Idle connections wanted. */
  readonly target: number;
  readonly idle: number;
  readonly dialling: number;
  /** Streams that wait for a connection. */
  readonly waiting: number;
  /** Something used it lately, or uses it. */
  readonly inUse: boolean;
  /** Failures since the last success. */
  readonly failures: number;
  /** True until the back-off has passed. */
  readonly backingOff: boolean;
  /** Dials that the rate limit admits now. */
  readonly budget: number;
}

/**
 * Dials that a pool may save up, and how long one takes to come back. A dial that succeeds comes back at once: a burst of
 * streams gets its connections as fast as the gateway makes them, and one that fails has to wait.
 */
export const dialBurst = 32;
export const dialEveryMs = 50;

/** What warm dials leave for streams that wait. */
const reserve = dialBurst / 2;

/** Idle connections kept: fewer than the 64 that a gateway lets a device have, which new ones count among. */
export const mostIdle = 48;

/** Idle connections wanted: one at any time, for the first to come and for the gateway's notices; more while in use. */
export function stockWanted(view: Pick<PoolView, 'target' | 'inUse'>): number {
  return view.inUse ? view.target : Math.min(1, view.target);
}

/**
 * One dial per waiting stream at once, back-off or not, because a person waits; warm ones only within limits, and one at
 * a time while the gateway fails.
 */
export function dialsWanted(view: PoolView): number {
  const forStreams = Math.max(0, Math.min(view.waiting - view.dialling, view.budget));
  if (forStreams > 0 || view.backingOff) return forStreams;
  const missing = stockWanted(view) + view.waiting - view.idle - view.dialling;
  const most = Math.min(view.budget, view.failures > 0 ? 1 - view.dialling : view.budget - reserve);
  return Math.max(0, Math.min(missing, most));
}

/** The target after a stream found the pool empty. */
export function grownTarget(target: number, warmTarget: number): number {
  return Math.min(target + 1, Math.max(warmTarget * 4, warmTarget));
}

/** The target after a quiet while. */
export function shrunkTarget(target: number, warmTarget: number): number {
  return Math.max(target - 1, warmTarget);
}

/** The rate limit: `tokens` are dials that may start now. */
export interface DialBudget {
  readonly tokens: number;
  readonly atMs: number;
}

/** The budget after a dial has succeeded. */
export function givenBack(budget: DialBudget): DialBudget {
  return { ...budget, tokens: Math.min(dialBurst, budget.tokens + 1) };
}

/** The budget at `nowMs` (monotonic). */
export function refilled(budget: DialBudget, nowMs: number): DialBudget {
  const gained = Math.max(0, nowMs - budget.atMs) / dialEveryMs;
  return { tokens: Math.min(dialBurst, budget.tokens + gained), atMs: nowMs };
}
