// Measures the echo of a small message alone, and while another tunnel of the same programs carries all it can.

import type { BenchReport } from '../../bench.ts';
import { alternating, median, percentile } from '../../statistics.ts';
import type { Lab, StartedTunnel } from '../lab/lab.ts';
import { echoes, transfer } from '../lab/measure.ts';
import type { Part, PartWorld } from './part.ts';

const sizes = {
  quick: { rounds: 1, alone: 200, bulkMib: 64 },
  full: { rounds: 5, alone: 1_500, bulkMib: 512 },
} as const;
const percents = [50, 90, 99] as const;

export const besideBulk: Part = {
  name: 'beside-bulk',
  network: 'loopback',
  needsFreshTunnels: false,
  tunnels: ['direct', 'stile', 'stunnel', 'haproxy', 'nginx', 'ssh'],
  run: measure,
};

/** One figure for each round. */
interface Figures {
  readonly alone: number[][];
  readonly beside: number[][];
  readonly bulkMibPerSecond: number[];
}

async function measure({ lab, size, progress }: PartWorld): Promise<BenchReport> {
  const { rounds, alone, bulkMib } = sizes[size];
  const figures = new Map<StartedTunnel, Figures>(
    lab.tunnels.map((tunnel) => [tunnel, { alone: [], beside: [], bulkMibPerSecond: [] }]),
  );
  for (const [round, tunnels] of alternating(lab.tunnels, rounds).entries()) {
    progress(`beside-bulk: round ${round + 1} of ${rounds}`);
    for (const tunnel of tunnels) {
      const own = figures.get(tunnel);
      own?.alone.push(percentilesOf(await echoes(lab, tunnel, { count: alone, seconds: 5 })));
      const { took, mibPerSecond } = await besideTransfer(lab, tunnel, bulkMib);
      own?.beside.push(percentilesOf(took));
      own?.bulkMibPerSecond.push(mibPerSecond);
    }
  }
  return report(figures, `${rounds} rounds, ${alone} messages alone, and as many as go beside ${bulkMib} MiB`);
}

async function besideTransfer(lab: Lab, tunnel: StartedTunnel, mib: number) {
  // Without a tunnel the bulk is over before an echo has begun: it gets more of it.
  const bulk = transfer(lab, tunnel, 'down', tunnel.name === 'direct' ? mib * 4 : mib);
  bulk.catch(() => undefined);
  const took: number[] = [];
  let isOver = false;
  const over = bulk.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  while (!isOver) took.push(...(await echoes(lab, tunnel, { count: 20_000, seconds: 0.05 })));
  return { took, mibPerSecond: await bulk };
}

function percentilesOf(took: readonly number[]): number[] {
  return percents.map((percent) => percentile(took, percent));
}

function report(figures: ReadonlyMap<StartedTunnel, Figures>, how: string): BenchReport {
  const middle = (rounds: readonly number[][]) =>
    percents.map((_, at) => median(rounds.map((round) => round[at] ?? Number.NaN)).toFixed(2)).join(' / ');
  const rows = [...figures].map(([{ title }, { alone, beside, bulkMibPerSecond }]) => [
    title,
    middle(alone),
    middle(beside),
    median(bulkMibPerSecond).toFixed(0),
  ]);
  const columns = ['tunnel', 'alone, p50 / p90 / p99 ms', 'beside bulk, p50 / p90 / p99 ms', 'bulk MiB/s'];
  const method = `64 bytes and their echo over one connection, one after the other: ${how}; medians of the rounds.`;
  return {
    tables: [{ id: 'beside-bulk', title: 'A small message beside a large transfer', method, columns, rows }],
    goals: [],
  };
}
