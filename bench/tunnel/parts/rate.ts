// Measures how many new tunnels a second there are, so many at once, and what its two ends spend on each.

import type { BenchReport, Goal } from '../../bench.ts';
import { alternating, median, medianRatio, percentile } from '../../statistics.ts';
import type { StartedTunnel } from '../lab/lab.ts';
import { connects, withProcessorTime } from '../lab/measure.ts';
import type { Part, PartWorld } from './part.ts';

const atOnces = [1, 16, 128] as const;
const sizes = { quick: { rounds: 1, seconds: 0.2 }, full: { rounds: 5, seconds: 0.6 } } as const;

/** Fewer than there are ports, so that none is waited for. */
const most = 12_000;

export const rate: Part = {
  name: 'rate',
  network: 'loopback',
  needsFreshTunnels: false,
  tunnels: ['direct', 'stile', 'stunnel', 'haproxy', 'nginx', 'ssh'],
  run: measure,
};

/** One figure for each round. */
export interface Figures {
  readonly perSecond: number[];
  readonly p50: number[];
  readonly p99: number[];
  readonly processorMs: number[];
  failed: number;
}

async function measure({ lab, size, progress }: PartWorld): Promise<BenchReport> {
  const { rounds, seconds } = sizes[size];
  const figures = new Map(lab.tunnels.map((tunnel) => [tunnel, new Map(atOnces.map((each) => [each, empty()]))]));
  const warm = { count: 256, atOnce: 16, seconds, pauseMs: 0 };
  for (const tunnel of lab.tunnels) await connects(lab, tunnel, warm);
  for (const [round, tunnels] of alternating(lab.tunnels, rounds).entries()) {
    progress(`rate: round ${round + 1} of ${rounds}`);
    for (const tunnel of tunnels)
      for (const atOnce of atOnces) {
        const own = figures.get(tunnel)?.get(atOnce);
        const { value, processorSeconds } = await withProcessorTime(tunnel, () =>
          connects(lab, tunnel, { count: most, atOnce, seconds, pauseMs: 0 }),
        );
        if (own !== undefined) note(own, value, processorSeconds);
      }
  }
  return rateReport(figures, `${rounds} rounds of ${seconds} s each`);
}

function note(own: Figures, found: Awaited<ReturnType<typeof connects>>, processorSeconds: number): void {
  own.failed += found.failed;
  own.perSecond.push(found.perSecond);
  if (found.tookMs.length === 0) return;
  own.p50.push(percentile(found.tookMs, 50));
  own.p99.push(percentile(found.tookMs, 99));
  own.processorMs.push((processorSeconds * 1_000) / found.tookMs.length);
}

function empty(): Figures {
  return { perSecond: [], p50: [], p99: [], processorMs: [], failed: 0 };
}

type AllFigures = ReadonlyMap<StartedTunnel, ReadonlyMap<number, Figures>>;

/** Pure. */
export function rateReport(figures: AllFigures, how: string): BenchReport {
  const text = (values: readonly number[], digits: number) =>
    values.length === 0 ? 'none' : median(values).toFixed(digits);
  const rows = [...figures].map(([tunnel, own]) => {
    const at = (atOnce: number) => own.get(atOnce) ?? empty();
    const failed = atOnces.reduce((sum, atOnce) => sum + at(atOnce).failed, 0);
    return [
      tunnel.title,
      ...atOnces.map((atOnce) => text(at(atOnce).perSecond, 0)),
      `${text(at(16).p50, 1)} / ${text(at(16).p99, 1)}`,
      tunnel.name === 'direct' ? '' : text(at(16).processorMs, 2),
      String(failed),
    ];
  });
  return {
    tables: [
      {
        id: 'rate',
        title: 'New tunnels',
        method: `Connect, one byte echoed, close; ${how}, medians; processor time of both ends with their children.`,
        columns: [
          'tunnel',
          ...atOnces.map((atOnce) => `per second, ${atOnce} at once`),
          'p50 / p99 ms, 16 at once',
          'CPU ms each, 16 at once',
          'failed',
        ],
        rows,
      },
    ],
    goals: [goal(figures)],
  };
}

function goal(figures: AllFigures): Goal {
  const of = (name: string) => [...figures].find(([tunnel]) => tunnel.name === name)?.[1].get(16) ?? empty();
  const ratio = medianRatio(of('stile').perSecond, of('stunnel').perSecond);
  const isMet = ratio >= 4 && of('stile').failed === 0;
  return {
    what: 'new tunnels per second, 16 at once',
    aim: "≥ 4 x stunnel's, none failed",
    measured: `${ratio.toFixed(2)} x, ${of('stile').failed} failed`,
    isMet,
  };
}
