// Opens the demo's stage for a measurement: EMS, gateway, services and agent as real programs, and their end whatever happens.

import { journalPlace } from '../build/demo/stage/journal.ts';
import { repair } from '../build/demo/stage/repair.ts';
import { openStage, type Stage, type StageChoices } from '../build/demo/stage/stage.ts';
import { emptyOutcome, type Outcome, troubleOf } from '../build/demo/summary.ts';
import type { Teller } from '../build/demo/tell.ts';

export interface BenchStage {
  readonly stage: Stage;
  /** Does the steps of the demo's stories without telling them to anybody. */
  readonly tell: Teller;
  /** What those steps found; its destinations are looked at when the stage is closed. */
  readonly outcome: Outcome;
}

export interface StageWorld extends StageChoices {
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Told of what is left after the end, in a sentence each; said unless given. */
  readonly onLeft?: (trouble: string) => void;
}

/**
 * Does some work on a stage of its own. @throws Error if a demo or an agent has the machine, or if something is left
 * afterwards; what ended the stage from outside
 */
export async function onStage<T>(
  { signal, say, onLeft = say, ...choices }: StageWorld,
  work: (opened: BenchStage) => Promise<T>,
): Promise<T> {
  const before = await repair(journalPlace(), say);
  if (before.kind === 'runs-already') throw new Error(`a demo runs already (process ${before.pid}); end it first`);
  if (before.kind === 'agent-runs') throw new Error(`an agent serves ${before.socket}; end it first`);
  const stage = await openStage(signal, choices);
  const outcome = emptyOutcome();
  try {
    return await work({ stage, tell: silentTeller, outcome });
  } catch (error) {
    // What broke is seldom what is to blame: a program died, or somebody wants to end.
    throw stage.signal.aborted ? stage.signal.reason : error;
  } finally {
    const { cleanup } = await stage.close(outcome.destinations);
    for (const trouble of troubleOf(cleanup)) onLeft(trouble);
  }
}

const silentTeller: Teller = {
  chapter: () => undefined,
  note: () => undefined,
  leaveOut: () => undefined,
  summary: () => undefined,
  step: async (_name, _title, run) => (await run()).value,
};
