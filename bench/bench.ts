// Says what a benchmark is: how it is named, what it needs, and what it measured.

import type { SystemPackage } from '../build/set-up/packages.ts';

export interface Bench {
  /** As it is named on the command line. */
  readonly name: string;
  readonly sentence: string;
  /** Peers and tools from Debian; without them it does not run. */
  readonly packages: readonly SystemPackage[];
  /** What `--only` chooses from, where there is more than one thing to run. */
  readonly parts?: readonly string[];
  run(world: BenchWorld): Promise<BenchReport>;
}

export interface BenchWorld {
  /** `quick` shows that everything works and proves nothing; `full` is what docs/performance.md holds. */
  readonly size: 'quick' | 'full';
  /** Parts to run; empty means all. */
  readonly only: readonly string[];
  /** One line about how far it is. */
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What docs/performance.md shows of one benchmark. */
export interface BenchReport {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
}

export interface Table {
  /** Stable: a later run replaces the table of this id. */
  readonly id: string;
  readonly title: string;
  /** How it was measured: rounds, sizes, what a ratio is of. */
  readonly method: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What we aim at, and whether this run reached it. */
export interface Goal {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly isMet: boolean;
}
