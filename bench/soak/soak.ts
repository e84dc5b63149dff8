// Soaks the whole product: real programs under load, disturbed by a seeded schedule, held against the model all the time.

import { names } from '../../build/demo/stage/configuration.ts';
import type { ProgramDied } from '../../build/demo/stage/program.ts';
import { enrolledDevice } from '../../build/demo/stories/path/enrolled-device.ts';
import { servicesOf } from '../../build/demo/stories/path/services.ts';
import { type BenchStage, onStage } from '../stage.ts';
import { type Faults, faultsOn } from './faults.ts';
import { watchHoldings } from './holdings.ts';
import { hostsLookup } from './hosts-lookup.ts';
import { type Ledger, openLedger, type Violation } from './ledger.ts';
import { type LoadCounts, type LoadSize, startLoad } from './load.ts';
import { type RoundWorld, runRound, untilRecovered } from './rounds.ts';
import { type Disturbance, type ProgramName, planRound, type Weather } from './schedule.ts';
import type { Growth } from './verdicts.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Ends after so many, if they are over before the time. */
  readonly rounds: number;
  /** No program ends at all: what they hold is watched all the time. */
  readonly calm: boolean;
  readonly size: LoadSize;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface SoakReport {
  readonly seed: number;
  readonly minutes: number;
  readonly rounds: number;
  readonly disturbances: Readonly<Record<Disturbance['kind'], number>>;
  readonly recoveryMs: { readonly median: number; readonly worst: number };
  readonly load: LoadCounts;
  /** While no program ended: null where that was too short to tell. */
  readonly growth: Readonly<Record<ProgramName, Growth | null>>;
  readonly peakMiB: Readonly<Record<ProgramName, number>>;
  readonly violations: readonly Violation[];
  /** What went before a violation; empty without one. */
  readonly lastLines: readonly string[];
}

/** In the last part of the time no program ends, so that what they hold can be watched; not in a short soak. */
const calmShare = 0.4;
const shortestWatched = 4;
const warmUpMs = 45_000;
/**
 * Some 30 MiB live in each of them. With more room V8 lets garbage lie for minutes, and memory would say nothing; one that
 * leaks ends here, and that is a violation as well.
 */
const littleHeap = '--max-old-space-size=80 --max-semi-space-size=4';

export async function soak(options: SoakOptions): Promise<SoakReport> {
  const ledger = openLedger();
  let faults: Faults | null = null;
  const world = {
    signal: options.signal,
    env: { NODE_OPTIONS: littleHeap },
    // That the gateway knows everything shows with a beat: at every ten seconds, waiting for it would be most of a round.
    emsSettings: { beatIntervalMs: 1_000 },
    say: options.progress,
    onDeath: (error: ProgramDied) => {
      if (faults === null) ledger.violated(`${error.program} ended by itself: ${error.message}`);
      else faults.died(error);
    },
    onLeft: (trouble: string) => ledger.violated(`at the end ${trouble}`),
  };
  const found = await onStage(world, async (opened) => {
    faults = faultsOn(opened.stage, ledger, opened.stage.signal);
    return await onTheStage(options, ledger, faults, opened);
  });
  const { violations } = ledger;
  return { ...found, violations, lastLines: violations.length === 0 ? [] : ledger.lastLines() };
}

async function onTheStage(
  { seed, minutes, rounds, calm, size, progress, signal }: SoakOptions,
  ledger: Ledger,
  faults: Faults,
  opened: BenchStage,
): Promise<Omit<SoakReport, 'violations' | 'lastLines'>> {
  const { stage } = opened;
  const target = await prepare(opened);
  using holdings = watchHoldings(stage, ledger);
  const recoveries: number[] = [];
  const load = startLoad(target, ledger, size);
  try {
    const world = { stage, ledger, faults, load, clients: size.echoClients, progress, signal: stage.signal };
    await untilRecovered(world);
    progress(`${size.echoClients} clients are at work`);
    await runRounds(world, ledger.now() + minutes * 60_000);
  } catch (error) {
    // What cannot recover ends the soak; the ledger says what that was.
    if (signal.aborted || ledger.violations.length === 0) throw error;
  } finally {
    await load[Symbol.asyncDispose]();
  }
  if (ledger.violations.length === 0) await holdings.settle(signal);

  async function runRounds(world: RoundWorld, ends: number): Promise<void> {
    const share = calm ? 1 : calmShare;
    const calmFrom = minutes < shortestWatched && !calm ? ends : ends - minutes * 60_000 * share;
    let weather: Weather = 'storm';
    while (ledger.now() < ends && recoveries.length < rounds) {
      if (weather === 'storm' && ledger.now() >= calmFrom) {
        weather = 'calm';
        holdings.watchFrom(warmUpMs);
        progress('from here on no program ends, and what they hold is watched');
      }
      recoveries.push(await runRound(planRound(seed, recoveries.length + 1, weather), world));
    }
  }

  const sorted = recoveries.toSorted((a, b) => a - b);
  return {
    seed,
    minutes,
    rounds: recoveries.length,
    disturbances: faults.counts,
    recoveryMs: { median: sorted[Math.floor(sorted.length / 2)] ?? 0, worst: sorted.at(-1) ?? 0 },
    load: load.counts,
    growth: holdings.judge(),
    peakMiB: holdings.peakMiB,
  };
}

async function prepare({ stage, tell, outcome }: BenchStage) {
  const story = { stage, tell, outcome, sinceStart: () => performance.now() };
  await using agent = await enrolledDevice(story);
  const { crm, files } = await servicesOf(agent);
  outcome.destinations = [crm, files];
  return { host: names.crm, port: crm.port, lookup: hostsLookup(stage.places.hostsFile) };
}
