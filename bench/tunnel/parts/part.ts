// Says what a part of the tunnel benchmark is; each runs alone with `--only`.

import type { BenchReport } from '../../bench.ts';
import type { Lab } from '../lab/lab.ts';
import type { NetworkKind } from '../lab/network.ts';
import type { TunnelName } from '../peers/tunnel-plan.ts';

export interface Part {
  readonly name: string;
  readonly network: NetworkKind;
  /** Wants tunnels that have carried nothing yet; others share theirs. */
  readonly needsFreshTunnels: boolean;
  readonly tunnels: readonly TunnelName[];
  run(world: PartWorld): Promise<BenchReport>;
}

export interface PartWorld {
  readonly lab: Lab;
  readonly size: 'quick' | 'full';
  readonly progress: (line: string) => void;
}
