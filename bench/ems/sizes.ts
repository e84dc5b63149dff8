// How large a measurement is: enough to mean something, or just enough to see that it works.

export interface Sizes {
  readonly devices: number;
  /** They connect one after the other within this time. */
  readonly connectOverMs: number;
  /** Waited before memory is looked at, so that what is done is done. */
  readonly settleMs: number;
  /** Reports are counted for so long at each rate. */
  readonly countMs: number;
  /** Reports a second, tried one after the other until one is too many. */
  readonly rates: readonly number[];
  readonly keepaliveMs: number;
  readonly beatIntervalMs: number;
  /** They have so long to come back after a restart. */
  readonly returnWithinMs: number;
}

export const sizes: Readonly<Record<'quick' | 'full', Sizes>> = {
  full: {
    devices: 5_000,
    connectOverMs: 40_000,
    settleMs: 5_000,
    countMs: 4_000,
    rates: [150, 250, 400, 600, 800, 1_000, 1_300, 1_600, 2_000],
    keepaliveMs: 60_000,
    beatIntervalMs: 1_000,
    returnWithinMs: 90_000,
  },
  quick: {
    devices: 20,
    connectOverMs: 100,
    settleMs: 100,
    countMs: 500,
    rates: [20, 40],
    keepaliveMs: 10_000,
    beatIntervalMs: 100,
    returnWithinMs: 20_000,
  },
};
