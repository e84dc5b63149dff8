// Medians, percentiles and in-round ratios: what a figure of ours is made of; pure.

/** The middle one, or the mean of the two in the middle. @throws RangeError for no values */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Linear between neighbours; 0 is the least, 100 the greatest. @throws RangeError for no values */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = ((sorted.length - 1) * percent) / 100;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) throw new RangeError('no values');
  return low + (high - low) * (at - Math.floor(at));
}

/**
 * The median of the ratios within each round. Neighbours of a machine slow a whole round down, seldom one of its entries:
 * ratios within rounds hold where absolute figures do not.
 */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) throw new RangeError('a round lacks one of the two');
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/** The entries of each round, there and back: A B C, C B A, A B C … so that no one always comes first. */
export function alternating<T>(entries: readonly T[], rounds: number): readonly (readonly T[])[] {
  return Array.from({ length: rounds }, (_, round) => (round % 2 === 0 ? entries : entries.toReversed()));
}
