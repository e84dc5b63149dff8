// Runs one round after the other: disturbs as planned, waits until everything works again, and looks.

import { setTimeout as sleep } from 'node:timers/promises';
import { names } from '../../build/demo/stage/configuration.ts';
import type { Stage } from '../../build/demo/stage/stage.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Load } from './load.ts';
import { whatIsAmiss } from './probes.ts';
import { inWords, type Round } from './schedule.ts';

export interface RoundWorld {
  readonly stage: Stage;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly load: Load;
  readonly clients: number;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Everything is far from its limits by then: the longest back-off after such short absences, and a beat. */
const recoversWithinMs = 90_000;
/** So long nothing happens after a recovery: what ends by itself then is a fault. */
const restMs = 1_000;
const lookEveryMs = 100;

/** Resolves with how long it took to recover. @throws Error if it does not: then nothing further can be told apart */
export async function runRound(round: Round, world: RoundWorld): Promise<number> {
  const { ledger, faults, progress, signal } = world;
  ledger.beginRound(round.number);
  const what = round.planned.map((each) => inWords(each.what)).join(', ');
  ledger.note(what);
  await Promise.all(
    round.planned.map(async (each) => {
      await sleep(each.atMs, undefined, { signal });
      await faults.disturb(each.what, round.losesTagToTheEnd);
    }),
  );
  if (round.losesTagToTheEnd) {
    await untilAllAreCut(world);
    await faults.giveTagBack();
  }
  const tookMs = await untilRecovered(world);
  progress(`round ${round.number}: ${what}; works again after ${(tookMs / 1_000).toFixed(1)} s`);
  await sleep(restMs, undefined, { signal });
  return tookMs;
}

/** Every client gets answers, and every program knows what it must. */
export async function untilRecovered(world: RoundWorld): Promise<number> {
  const { stage, ledger, load, clients } = world;
  const began = ledger.now();
  let amiss: string | null = null;
  const isWell = async () => {
    amiss = await whatIsAmiss(stage, names.managed);
    if (amiss === null && load.answeredSince(began) < clients)
      amiss = `${clients - load.answeredSince(began)} of ${clients} clients get no answer`;
    return amiss === null;
  };
  if (!(await becomes(isWell, world))) {
    ledger.violated(`after ${recoversWithinMs / 1_000} s ${amiss}`);
    throw new Error(`not everything works again: ${amiss}`);
  }
  // A client whose connection ends in this very moment may do so for what was.
  await sleep(restMs, undefined, { signal: world.signal });
  ledger.did({ kind: 'recovered' });
  return ledger.now() - began - restMs;
}

async function untilAllAreCut(world: RoundWorld): Promise<void> {
  const { ledger, load } = world;
  if (!(await becomes(async () => load.open() === 0, world)))
    ledger.violated(`the tag is lost, and ${load.open()} sessions were not cut in ${recoversWithinMs / 1_000} s`);
}

async function becomes(holds: () => Promise<boolean>, { ledger, signal }: RoundWorld): Promise<boolean> {
  for (const until = ledger.now() + recoversWithinMs; ledger.now() < until; ) {
    if (await holds()) return true;
    await sleep(lookEveryMs, undefined, { signal });
  }
  return false;
}
