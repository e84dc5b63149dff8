// Watches what the programs hold over time, and whether they let go of it when nobody needs it any more.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../../build/demo/stage/stage.ts';
import type { Ledger } from './ledger.ts';
import { agentState, gatewayStatus } from './probes.ts';
import { sampleOf } from './sampling.ts';
import { type ProgramName, programNames } from './schedule.ts';
import { type Growth, growthOf, isFlat, mostGrowth, type Sample } from './verdicts.ts';

type OfEach<T> = Readonly<Record<ProgramName, T>>;

export interface Holdings extends Disposable {
  /** From so many milliseconds on samples count for growth; before, heaps fill up to where they stay. */
  watchFrom(inMs: number): void;
  readonly peakMiB: OfEach<number>;
  /** Null where it was watched too shortly to tell. Growth beyond bounds is a violation. */
  judge(): OfEach<Growth | null>;
  /** Without clients nothing of them may be left: a violation otherwise. */
  settle(signal: AbortSignal): Promise<void>;
}

const sampleEveryMs = 2_000;
const settlesWithinMs = 40_000;

/** Begins with what they hold before the first client comes. */
export function watchHoldings(stage: Stage, ledger: Ledger): Holdings {
  const before = ofEach(now);
  const samples = ofEach((): Sample[] => []);
  const peakMiB: Record<ProgramName, number> = { ems: 0, gateway: 0, agent: 0 };
  let countsFrom = Number.POSITIVE_INFINITY;

  function now(program: ProgramName): Sample | null {
    return sampleOf(stage.processOf(program).pid, ledger.now());
  }

  const timer = setInterval(() => {
    for (const program of programNames) {
      const found = now(program);
      if (found === null) continue;
      peakMiB[program] = Math.max(peakMiB[program], found.rssMiB);
      if (found.at >= countsFrom) samples[program].push(found);
    }
  }, sampleEveryMs);

  async function left(): Promise<readonly string[]> {
    const [agent, gateway] = [await agentState(stage), await gatewayStatus(stage)];
    // Connections that carried are kept for the next for a while; both ends hold one descriptor for each.
    const warm = agent.gateways.reduce((sum, { link }) => sum + (link.kind === 'ready' ? link.warm : 0), 0);
    const holders = programNames.flatMap((program) => {
      const [was, is] = [before[program]?.descriptors ?? 0, now(program)?.descriptors ?? 0];
      return is > was + warm + mostGrowth.descriptors ? [`${program} holds ${is} descriptors, ${was} before`] : [];
    });
    return [
      ...(agent.sessions.length > 0 ? [`the agent carries ${agent.sessions.length} sessions`] : []),
      ...(gateway.sessions > 0 ? [`the gateway carries ${gateway.sessions} sessions`] : []),
      ...holders,
    ];
  }

  return {
    peakMiB,
    watchFrom(inMs) {
      countsFrom = ledger.now() + inMs;
    },
    judge() {
      const growth = ofEach((program) => growthOf(samples[program]));
      for (const program of programNames) {
        const grown = growth[program];
        if (grown !== null && !isFlat(grown))
          ledger.violated(`${program} has grown by ${grown.mib.toFixed(1)} MiB and ${grown.descriptors} descriptors`);
      }
      return growth;
    },
    async settle(signal) {
      for (const until = ledger.now() + settlesWithinMs; ; await sleep(250, undefined, { signal })) {
        const found = await left();
        if (found.length === 0) return;
        if (ledger.now() < until) continue;
        for (const each of found) ledger.violated(`without clients ${each}`);
        return;
      }
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function ofEach<T>(value: (program: ProgramName) => T): OfEach<T> {
  return { ems: value('ems'), gateway: value('gateway'), agent: value('agent') };
}
