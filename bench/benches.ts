// Lists the benchmarks there are.

import type { Bench } from './bench.ts';
import { ems } from './ems/ems.ts';
import { evaluate } from './evaluate/evaluate.ts';
import { kill } from './kill/kill.ts';
import { shell } from './shell/shell.ts';
import { tunnel } from './tunnel/tunnel.ts';
import { web } from './web/web.ts';

/** In the order they run. */
export const benches: readonly Bench[] = [evaluate, kill, ems, tunnel, web, shell];
