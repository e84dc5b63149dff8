// Judges memory and descriptors from samples over time; pure.

/** What a program held at a moment. */
export interface Sample {
  /** Milliseconds of a monotonic clock. */
  readonly at: number;
  readonly rssMiB: number;
  readonly descriptors: number;
}

export interface Growth {
  /** Least squares over all samples. */
  readonly mibPerMinute: number;
  /** From the median of the first quarter to that of the last: what single collections of garbage do not move. */
  readonly mib: number;
  readonly descriptors: number;
  readonly overMinutes: number;
}

/** Null for too few samples to say anything. */
export function growthOf(samples: readonly Sample[]): Growth | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < 8) return null;
  const quarter = Math.floor(samples.length / 4);
  const rise = (value: (sample: Sample) => number) =>
    middle(samples.slice(-quarter).map(value)) - middle(samples.slice(0, quarter).map(value));
  return {
    mibPerMinute: slope(samples.map(({ at, rssMiB }) => [(at - first.at) / 60_000, rssMiB] as const)),
    mib: rise(({ rssMiB }) => rssMiB),
    descriptors: rise(({ descriptors }) => descriptors),
    overMinutes: (last.at - first.at) / 60_000,
  };
}

/** What a program may grow by while it is watched, however long that is: caches and heaps settle, leaks go on. */
export const mostGrowth = { mib: 48, descriptors: 12 } as const;

export function isFlat({ mib, descriptors }: Growth): boolean {
  return mib <= mostGrowth.mib && descriptors <= mostGrowth.descriptors;
}

function slope(points: readonly (readonly [number, number])[]): number {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
