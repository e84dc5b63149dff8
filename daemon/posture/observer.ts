// Keeps the facts that the rules ask for: looks at all of them when told, and at single ones when something changes.

import type { FactSource } from '../../native/facts/facts.ts';
import type { Clock } from '../../shared/clock.ts';
import type { OsFamily } from '../../shared/ems/inventory.ts';
import { evaluateRules, factNamesFor } from '../../shared/posture/evaluate.ts';
import { type Fact, type FactReading, factOf } from '../../shared/posture/fact.ts';
import { type FactName, machineKeyFact } from '../../shared/posture/fact-name.ts';
import type { Rule } from '../../shared/posture/rule.ts';
import type { Verdict } from '../../shared/posture/verdict.ts';

/** The facts as they are now, and what the rules make of them. */
export interface Observation {
  readonly facts: Fact[];
  readonly verdicts: Verdict[];
}

export interface Observer extends AsyncDisposable {
  /** From now on these rules: looks at what they need, and resolves when every fact has been looked at. */
  useRules(rules: readonly Rule[]): Promise<void>;
  /** Looks at every fact again. */
  lookAtAll(): Promise<void>;
  /** Ages are as of this call. */
  observation(): Observation;
}

/** What an EMS may have a device look at; rules beyond it come to unknown. A report holds no more. */
export const mostFacts = 1_000;

/** @param onChange a fact has another value than before @param onTooMany the rules ask for more than is looked at */
export function makeObserver(
  source: FactSource,
  os: OsFamily,
  clock: Clock,
  onChange: () => void,
  onTooMany: () => void,
): Observer {
  const readings = new Map<FactName, { readonly reading: FactReading; readonly at: number }>();
  const stop = new AbortController();
  let rules: readonly Rule[] = [];
  let watch: AsyncDisposable | null = null;

  async function look(name: FactName): Promise<void> {
    const at = clock.monotonic();
    const { reading } = await source.collect(name, stop.signal);
    // A slower look that began earlier knows less.
    const before = readings.get(name);
    if (stop.signal.aborted || (before !== undefined && before.at > at)) return;
    readings.set(name, { reading, at });
    if (before !== undefined && JSON.stringify(before.reading) !== JSON.stringify(reading)) onChange();
  }

  const lookAtAll = async () => {
    await Promise.all([...readings.keys(), ...missing()].map(look));
  };
  // The administrator sees how the key is kept, whether a rule asks or not.
  const askedFor = () => [...new Set([machineKeyFact, ...factNamesFor(rules, os)])];
  const wanted = () => askedFor().slice(0, mostFacts);
  const missing = () => wanted().filter((name) => !readings.has(name));

  return {
    async useRules(next) {
      rules = next;
      const names = wanted();
      if (askedFor().length > names.length) onTooMany();
      const kept = new Set(names);
      for (const name of readings.keys()) if (!kept.has(name)) readings.delete(name);
      await watch?.[Symbol.asyncDispose]();
      await lookAtAll();
      watch = source.watch(names, (name) => void look(name));
    },
    lookAtAll,
    observation() {
      const now = clock.monotonic();
      const facts = [...readings].map(([name, { reading, at }]) => factOf(name, reading, now - at));
      return { facts, verdicts: evaluateRules(rules, facts, os) };
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watch?.[Symbol.asyncDispose]();
    },
  };
}
