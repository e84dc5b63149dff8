// Time as a parameter: what is decided by time says so in its signature.

/** Where time comes from. Tests hand in a clock that they move themselves. */
export interface Clock {
  /** Wall-clock milliseconds since 1970; may jump. For people, certificates and logs only. */
  now(): number;
  /** Milliseconds of a clock that never goes back. Every deadline and every freshness counts on this one. */
  monotonic(): number;
}
