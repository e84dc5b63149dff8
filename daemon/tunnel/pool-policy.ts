// Decides how many connections to dial, which to end and whether to ask a gateway again; pure.

/** A pool at one moment; times are monotonic milliseconds. */
export interface PoolMoment {
  readonly now: number;
  readonly idle: number;
  readonly busy: number;
  readonly dialling: number;
  readonly waiting: number;
  readonly warmTarget: number;
  /** When somebody last took a connection; null if never. */
  readonly lastTaken: number | null;
  readonly idleLimitMs: number;
  /** No dial before this; set after a failure. */
  readonly notBefore: number;
}

/** The gateway takes 64 connections of one device; some room is left for others. */
export const mostConnections = 60;
const dialsAtOnce = 8;

/** How many dials to begin now. Those who wait come first; nothing is dialled while a failure is recent. */
export function dialsWanted(pool: PoolMoment): number {
  if (pool.now < pool.notBefore) return 0;
  const wanted = pool.waiting + Math.max(0, warmWanted(pool) - pool.idle);
  const room = mostConnections - pool.idle - pool.busy - pool.dialling;
  return Math.max(0, Math.min(wanted - pool.dialling, room, dialsAtOnce - pool.dialling));
}

/** One connection is always kept, so that the gateway can tell of cuts; more while there is use for them. */
export function warmWanted(pool: Pick<PoolMoment, 'now' | 'warmTarget' | 'lastTaken' | 'idleLimitMs'>): number {
  const isInUse = pool.lastTaken !== null && pool.now - pool.lastTaken < pool.idleLimitMs;
  return isInUse ? pool.warmTarget : Math.min(1, pool.warmTarget);
}

/** After a failure somebody who waits may have the gateway asked again, but not at every try. */
export const demandPauseMs = 500;

export function mayDialOnDemand(now: number, lastAttempt: number | null): boolean {
  return lastAttempt === null || now - lastAttempt >= demandPauseMs;
}

export type IdleAction = 'keep' | 'ping' | 'end';

export const pingAfterMs = 20_000;
export const pongWithinMs = 10_000;

/** What to do with an idle connection. */
export function idleAction(connection: {
  readonly idleMs: number;
  readonly limitMs: number;
  readonly sinceHeardMs: number;
  readonly unansweredMs: number | null;
}): IdleAction {
  if (connection.unansweredMs !== null) return connection.unansweredMs > pongWithinMs ? 'end' : 'keep';
  if (connection.idleMs > connection.limitMs) return 'end';
  return connection.sinceHeardMs > pingAfterMs ? 'ping' : 'keep';
}
