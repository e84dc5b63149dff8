// Measures what many connections at the same moment wait for their first echoed byte.

import type { BenchReport } from '../../bench.ts';
import { alternating, median, medianRatio, percentile } from '../../statistics.ts';
import type { StartedTunnel } from '../lab/lab.ts';
import { connects } from '../lab/measure.ts';
import type { Part, PartWorld } from './part.ts';

const atOnce = 128;
const roundTripMs = 20;
const roundsOf = { quick: 1, full: 5 } as const;

export const burst: Part = {
  name: 'burst',
  network: 'line',
  needsFreshTunnels: false,
  tunnels: ['direct', 'stile', 'stunnel', 'haproxy', 'nginx', 'ssh'],
  run: measure,
};

/** One figure for each burst. */
export interface Figures {
  readonly p50: number[];
  readonly p99: number[];
  failed: number;
}

async function measure({ lab, size, progress }: PartWorld): Promise<BenchReport> {
  const rounds = roundsOf[size];
  const figures = new Map<StartedTunnel, Figures>(lab.tunnels.map((each) => [each, { p50: [], p99: [], failed: 0 }]));
  await lab.setRoundTrip(roundTripMs);
  const once = (tunnel: StartedTunnel) => connects(lab, tunnel, { count: atOnce, atOnce, seconds: 30, pauseMs: 0 });
  for (const tunnel of lab.tunnels) await once(tunnel);
  for (const [round, tunnels] of alternating(lab.tunnels, rounds).entries()) {
    progress(`burst: round ${round + 1} of ${rounds}`);
    for (const tunnel of tunnels) {
      const { tookMs, failed } = await once(tunnel);
      const own = figures.get(tunnel);
      if (own === undefined) continue;
      own.failed += failed;
      if (tookMs.length === 0) continue;
      own.p50.push(percentile(tookMs, 50));
      own.p99.push(percentile(tookMs, 99));
    }
  }
  await lab.setRoundTrip(0);
  return burstReport(figures, rounds);
}

/** Pure. */
export function burstReport(figures: ReadonlyMap<StartedTunnel, Figures>, rounds: number): BenchReport {
  const text = (values: readonly number[]) => (values.length === 0 ? 'none' : median(values).toFixed(1));
  const rows = [...figures].map(([{ title }, { p50, p99, failed }]) => [title, text(p50), text(p99), String(failed)]);
  const of = (name: string) => [...figures].find(([tunnel]) => tunnel.name === name)?.[1];
  const [own, direct] = [of('stile'), of('direct')];
  const ratio =
    own === undefined || direct === undefined || own.failed + direct.failed > 0
      ? null
      : medianRatio(own.p99, direct.p99);
  return {
    tables: [
      {
        id: 'burst',
        title: `${atOnce} connections at once, ${roundTripMs} ms`,
        method: `Milliseconds to the first echoed byte; medians of ${rounds} bursts after one that is not counted.`,
        columns: ['tunnel', 'p50 ms', 'p99 ms', 'failed'],
        rows,
      },
    ],
    goals: [
      {
        what: `p99 of ${atOnce} at once`,
        aim: "≤ 1.0 x direct's, none failed",
        measured: ratio === null ? 'some failed' : `${ratio.toFixed(2)} x`,
        isMet: ratio !== null && ratio <= 1,
      },
    ],
  };
}
