// Makes tables and aims of what was measured about cuts; pure.

import type { BenchReport } from '../bench.ts';
import { median, percentile } from '../statistics.ts';
import type { Moments } from './run.ts';
import type { Way } from './ways.ts';

export interface Measured {
  readonly way: Pick<Way, 'id' | 'title'>;
  readonly runs: readonly Moments[];
}

const aimMs = 250;

/** In the order they come about when the device loses its posture. */
const moments: readonly (readonly [keyof Moments, string])[] = [
  ['done', 'whoever changed it is told that it is done'],
  ['noticed', 'the agent has noticed and judged'],
  ['cut', 'the gateway has cut'],
  ['lastByte', 'the last byte came to the client'],
  ['ended', 'the client sees its socket end'],
  ['answered', 'the agent has the EMS’s answer'],
];

export function reportOf(measured: readonly Measured[]): BenchReport {
  return {
    tables: [
      {
        id: 'kill',
        title: 'From the change to the cut',
        method: `${measured[0]?.runs.length ?? 0} sessions each, one after the other, with a byte each way every 5 ms; EMS, gateway, agent, service and client are programs on one machine.`,
        columns: ['what', 'median ms', 'p95 ms', 'longest ms'],
        rows: measured.map(({ way, runs }) => [way.title, ...figures(runs.map(({ ended }) => ended))]),
      },
      ...measured.map(({ way, runs }) => ({
        id: `kill-${way.id}`,
        title: `Where the time goes: ${way.title}`,
        method: 'Milliseconds since the change, as each program shows it to the outside.',
        columns: ['moment', 'median ms', 'p95 ms', 'longest ms'],
        rows: moments.flatMap(([key, says]) => {
          const times = runs.map((run) => run[key]).filter((time) => time !== null);
          return times.length === 0 ? [] : [[says, ...figures(times)]];
        }),
      })),
    ],
    goals: measured.map(({ way, runs }) => {
      const p95 = percentile(
        runs.map(({ ended }) => ended),
        95,
      );
      return {
        what: `session cut after: ${way.title}`,
        aim: `≤ ${aimMs} ms at p95`,
        measured: `${p95.toFixed(0)} ms`,
        isMet: p95 <= aimMs,
      };
    }),
  };
}

function figures(times: readonly number[]): readonly string[] {
  return [median(times), percentile(times, 95), Math.max(...times)].map((time) => time.toFixed(1));
}
