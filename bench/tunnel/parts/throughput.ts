// Measures one stream through each tunnel: how fast it goes, and what its two ends spend on it.

import type { BenchReport, Goal } from '../../bench.ts';
import { alternating, median, medianRatio } from '../../statistics.ts';
import type { StartedTunnel } from '../lab/lab.ts';
import { type Direction, transfer, withProcessorTime } from '../lab/measure.ts';
import type { Part, PartWorld } from './part.ts';

const sizes = { quick: { rounds: 1, mib: 24, warmMib: 2 }, full: { rounds: 7, mib: 256, warmMib: 64 } } as const;
const directions = ['down', 'up'] as const satisfies readonly Direction[];

export const throughput: Part = {
  name: 'throughput',
  network: 'loopback',
  needsFreshTunnels: false,
  tunnels: ['direct', 'stile', 'stunnel', 'haproxy', 'nginx', 'ssh', 'ssh-default'],
  run: measure,
};

/** One figure for each round. */
export interface Figures {
  readonly mibPerSecond: Record<Direction, number[]>;
  readonly secondsPerGib: Record<Direction, number[]>;
}

async function measure({ lab, size, progress }: PartWorld): Promise<BenchReport> {
  const { rounds, mib, warmMib } = sizes[size];
  const figures = new Map(lab.tunnels.map((tunnel) => [tunnel, empty()]));
  for (const tunnel of lab.tunnels) for (const direction of directions) await transfer(lab, tunnel, direction, warmMib);
  for (const [round, tunnels] of alternating(lab.tunnels, rounds).entries()) {
    progress(`throughput: round ${round + 1} of ${rounds}`);
    for (const tunnel of tunnels)
      for (const direction of directions) {
        const { value, processorSeconds } = await withProcessorTime(tunnel, () =>
          transfer(lab, tunnel, direction, mib),
        );
        figures.get(tunnel)?.mibPerSecond[direction].push(value);
        figures.get(tunnel)?.secondsPerGib[direction].push((processorSeconds * 1_024) / mib);
      }
  }
  return throughputReport(figures, `${rounds} rounds of ${mib} MiB each way`);
}

function empty(): Figures {
  return { mibPerSecond: { down: [], up: [] }, secondsPerGib: { down: [], up: [] } };
}

/** Pure. */
export function throughputReport(figures: ReadonlyMap<StartedTunnel, Figures>, how: string): BenchReport {
  const of = (name: string) => [...figures].find(([tunnel]) => tunnel.name === name)?.[1] ?? empty();
  const stunnel = of('stunnel');
  const rows = [...figures].map(([tunnel, own]) => [
    tunnel.title,
    pair(own.mibPerSecond, (each) => median(each).toFixed(0)),
    ...(tunnel.name === 'direct'
      ? ['', '', '']
      : [
          pair(own.secondsPerGib, (each) => median(each).toFixed(2)),
          pair(own.mibPerSecond, (each, way) => medianRatio(each, stunnel.mibPerSecond[way]).toFixed(2)),
          pair(own.secondsPerGib, (each, way) => medianRatio(each, stunnel.secondsPerGib[way]).toFixed(2)),
        ]),
  ]);
  const method = `${how}, down / up; processor seconds of both ends with their children; x is the median of ratios to stunnel within rounds.`;
  const columns = ['tunnel', 'MiB/s', 'CPU s per GiB', 'speed x', 'CPU x'];
  const table = { id: 'throughput', title: 'One stream', method, columns, rows };
  return { tables: [table], goals: directions.flatMap((way) => goals(way, of('stile'), stunnel)) };
}

function pair<T>(both: Readonly<Record<Direction, T>>, text: (each: T, way: Direction) => string): string {
  return directions.map((way) => text(both[way], way)).join(' / ');
}

function goals(way: Direction, own: Figures, stunnel: Figures): readonly Goal[] {
  const speed = medianRatio(own.mibPerSecond[way], stunnel.mibPerSecond[way]);
  const cost = medianRatio(own.secondsPerGib[way], stunnel.secondsPerGib[way]);
  return [
    {
      what: `speed of one stream, ${way}`,
      aim: "≥ 1.0 x stunnel's",
      measured: `${speed.toFixed(2)} x`,
      isMet: speed >= 1,
    },
    { what: `CPU per GiB, ${way}`, aim: "≤ 1.0 x stunnel's", measured: `${cost.toFixed(2)} x`, isMet: cost <= 1 },
  ];
}
