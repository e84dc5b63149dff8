// Measures how long a new connection takes to its first echoed byte, across lines of several lengths.

import type { BenchReport, Goal } from '../../bench.ts';
import { alternating, median } from '../../statistics.ts';
import type { StartedTunnel } from '../lab/lab.ts';
import { connects } from '../lab/measure.ts';
import { allSucceeded } from './figures.ts';
import type { Part, PartWorld } from './part.ts';

const roundTrips = [0, 20, 80] as const;
const sizes = { quick: { rounds: 1, count: 3 }, full: { rounds: 5, count: 5 } } as const;

/** The programs themselves take a little; a second round trip would be seen. */
const allowed = 1.1;

export const firstByte: Part = {
  name: 'first-byte',
  network: 'line',
  needsFreshTunnels: false,
  tunnels: ['direct', 'stile', 'stunnel', 'haproxy', 'nginx', 'ssh'],
  run: measure,
};

async function measure({ lab, size, progress }: PartWorld): Promise<BenchReport> {
  const { rounds, count } = sizes[size];
  const took = new Map<StartedTunnel, readonly number[]>(lab.tunnels.map((tunnel) => [tunnel, []]));
  for (const milliseconds of roundTrips) {
    await lab.setRoundTrip(milliseconds);
    progress(`first-byte: ${milliseconds} ms`);
    const each = new Map<StartedTunnel, number[]>(lab.tunnels.map((tunnel) => [tunnel, []]));
    // The first connections after a change of the line are not counted: they warm every tunnel alike.
    for (const tunnel of lab.tunnels) await connects(lab, tunnel, { count: 3, atOnce: 1, seconds: 10, pauseMs: 50 });
    for (const tunnels of alternating(lab.tunnels, rounds))
      for (const tunnel of tunnels) {
        const found = await connects(lab, tunnel, { count, atOnce: 1, seconds: 30, pauseMs: 50 });
        each.get(tunnel)?.push(...allSucceeded(tunnel.title, found).tookMs);
      }
    for (const [tunnel, values] of each) took.set(tunnel, [...(took.get(tunnel) ?? []), median(values)]);
  }
  await lab.setRoundTrip(0);
  return firstByteReport(took, rounds * count);
}

/** Pure. */
export function firstByteReport(took: ReadonlyMap<StartedTunnel, readonly number[]>, count: number): BenchReport {
  const rows = [...took].map(([tunnel, medians]) => [
    tunnel.title,
    ...medians.map((each) => each.toFixed(1)),
    ...roundTrips.flatMap((trip, at) => (trip === 0 ? [] : [((medians[at] ?? Number.NaN) / trip).toFixed(2)])),
  ]);
  return {
    tables: [
      {
        id: 'first-byte',
        title: 'From connect() to the first echoed byte',
        method: `Medians of ${count} connections one after the other, 50 ms apart, in alternating rounds; the line holds every packet for half the round trip.`,
        columns: [
          'tunnel',
          ...roundTrips.map((trip) => `ms at ${trip} ms`),
          ...roundTrips.filter((trip) => trip > 0).map((trip) => `round trips at ${trip} ms`),
        ],
        rows,
      },
    ],
    goals: roundTrips.flatMap((trip, at) => goal(trip, [...took].find(([{ name }]) => name === 'stile')?.[1][at])),
  };
}

function goal(trip: number, took: number | undefined): readonly Goal[] {
  if (trip === 0 || took === undefined) return [];
  const trips = took / trip;
  const measured = `${trips.toFixed(2)} round trips`;
  return [{ what: `first byte at ${trip} ms`, aim: `≤ ${allowed} round trips`, measured, isMet: trips <= allowed }];
}
