// Says what was measured of the access proxies, side by side; pure.

import type { BenchReport, Goal } from '../bench.ts';
import { median, medianRatio } from '../statistics.ts';

export const connectionCounts = [1, 32] as const;

/** One figure for each round. */
export interface Figures {
  readonly perSecond: number[];
  readonly p50Ms: number[];
  readonly p99Ms: number[];
  /** Of the proxy, for each request. */
  readonly processorUs: number[];
  failed: number;
}

export function noFigures(): Figures {
  return { perSecond: [], p50Ms: [], p99Ms: [], processorUs: [], failed: 0 };
}

/** Title of a proxy → number of connections → figures. */
export type AllFigures = ReadonlyMap<string, ReadonlyMap<number, Figures>>;

export function reportOf(figures: AllFigures, how: string, ours: string): BenchReport {
  const rows = [...figures].map(([title, own]) => {
    const [one = noFigures(), many = noFigures()] = connectionCounts.map((count) => own.get(count));
    return [
      title,
      `${median(one.p50Ms).toFixed(2)} / ${median(one.p99Ms).toFixed(2)}`,
      median(many.perSecond).toFixed(0),
      `${median(many.p50Ms).toFixed(1)} / ${median(many.p99Ms).toFixed(1)}`,
      median(many.processorUs).toFixed(0),
      String(one.failed + many.failed),
    ];
  });
  const theirs = [...figures.keys()].filter((title) => title !== ours);
  return {
    tables: [
      {
        id: 'web',
        title: 'Requests through the access proxy',
        method: `Mutual TLS 1.3 with the EMS's certificates and revocation list, a page of 1 KiB, kept connections; one process each; ${how}, medians. Ours judges certificate, device, tags and policy at every request and tells the server who asks, signed; the others look at the certificate when a connection starts.`,
        columns: [
          'proxy',
          'p50 / p99 ms, one connection',
          `requests per second, ${connectionCounts[1]} connections`,
          `p50 / p99 ms, ${connectionCounts[1]} connections`,
          'CPU µs each',
          'failed',
        ],
        rows,
      },
    ],
    goals: theirs.map((other) => goal(figures, ours, other)),
  };
}

function goal(figures: AllFigures, ours: string, other: string): Goal {
  const of = (title: string) => figures.get(title)?.get(connectionCounts[1]) ?? noFigures();
  const rate = medianRatio(of(ours).perSecond, of(other).perSecond);
  const wait = medianRatio(of(ours).p99Ms, of(other).p99Ms);
  return {
    what: `requests per second and p99 against ${other}`,
    aim: '≥ 0.25 x its requests, ≤ 4 x its p99',
    measured: `${rate.toFixed(2)} x, p99 ${wait.toFixed(2)} x`,
    isMet: rate >= 0.25 && wait <= 4,
  };
}
