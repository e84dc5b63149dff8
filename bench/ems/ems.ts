// Measures what one EMS process carries: a fleet of thousands enrols, reports, is told of changes, and comes back after a restart.

import type { Bench, BenchReport, BenchWorld } from '../bench.ts';
import { openLoneEms } from './lone-ems.ts';
import { takeMeasurements } from './measurements.ts';
import { reportOf } from './report.ts';
import { sizes } from './sizes.ts';

export const ems: Bench = {
  name: 'ems',
  sentence:
    'what one EMS carries: enrolment, reports, beats, memory, changes and a restart, with a fleet of real clients',
  packages: [],
  run: measure,
};

async function measure({ size, progress, signal }: BenchWorld): Promise<BenchReport> {
  const death = new AbortController();
  const ending = AbortSignal.any([signal, death.signal]);
  await using lone = await openLoneEms({ signal: ending, say: progress, onDeath: (error) => death.abort(error) });
  return reportOf(await takeMeasurements(lone, sizes[size], { signal: ending, progress }));
}
