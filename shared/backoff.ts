// Decides how long to wait before the next try.

/** The shape of a back-off: the first delay doubles up to the longest one; all in milliseconds. */
export interface BackoffShape {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Reconnecting to the EMS: 1 s doubling to 60 s. */
export const emsBackoff: BackoffShape = { firstMs: 1_000, longestMs: 60_000 };

/** Dialling a gateway for the warm pool: 250 ms doubling to 30 s. */
export const gatewayBackoff: BackoffShape = { firstMs: 250, longestMs: 30_000 };

/**
 * The delay before try number `attempt` (the first is 1), with full jitter: anywhere between zero and the doubled bound.
 * @param random a number in [0, 1)
 */
export function backoffDelayMs(shape: BackoffShape, attempt: number, random: number): number {
  const bound = Math.min(shape.longestMs, shape.firstMs * 2 ** Math.min(Math.max(attempt - 1, 0), 30));
  return Math.floor(bound * random);
}

/** Spreads a duration by plus or minus `share` (0.1 = 10 %), so that a fleet does not move in step. */
export function jittered(durationMs: number, share: number, random: number): number {
  return Math.round(durationMs * (1 - share + 2 * share * random));
}
