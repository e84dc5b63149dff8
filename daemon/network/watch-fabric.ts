// Keeps the state of the fabric: looks at every reading of the addresses, and asks the probe, as judged.

import type { Clock } from '../../shared/clock.ts';
import { type FabricProbe, noOnFabric, type OnFabric } from '../../shared/ems/on-fabric.ts';
import { provesKey } from '../../shared/node/tls/server-key.ts';
import { parseIpRange, rangeHolds } from '../../shared/posture/ip-range.ts';
import type { Store } from '../state/store.ts';
import { type FabricTimes, fabricTimes, hearProbe, judgeFabric, nothingAsked } from './fabric.ts';

export interface FabricWatch extends AsyncDisposable {
  look(addresses: readonly string[] | null): void;
}

export interface FabricWatchOptions {
  readonly store: Store;
  /** What the organisation says of its networks; null without a profile. */
  readonly onFabric: () => OnFabric | null;
  readonly prove: (probe: FabricProbe, signal: AbortSignal) => Promise<boolean>;
  readonly clock: Clock;
  readonly times?: FabricTimes | undefined;
}

export function watchFabric({ store, onFabric, prove, clock, times = fabricTimes }: FabricWatchOptions): FabricWatch {
  const stop = new AbortController();
  let memory = nothingAsked;
  let last: readonly string[] | null = null;
  let asking: Promise<void> = Promise.resolve();

  function judge(): void {
    if (stop.signal.aborted) return;
    const wanted = onFabric() ?? noOnFabric;
    const judged = judgeFabric(memory, wanted, last, clock.monotonic(), times);
    memory = judged.memory;
    if (store.current.fabric !== judged.fabric) store.apply({ kind: 'fabric', fabric: judged.fabric });
    if (judged.asks && wanted.probe !== null) asking = ask(wanted.probe, memory.question);
  }

  async function ask(probe: FabricProbe, question: string | null): Promise<void> {
    memory = hearProbe(memory, question, await prove(probe, stop.signal));
    judge();
  }

  return {
    look(addresses) {
      last = addresses;
      judge();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await asking;
    },
  };
}

/** Through one of our own tunnels the probe answers from anywhere: that proves nothing. @param own where our addresses come from */
export function proveOutsideTunnels(own: string): FabricWatchOptions['prove'] {
  const range = parseIpRange(own);
  const isOwn = (address: string) => range === null || rangeHolds(range, address);
  return (probe, signal) => provesKey(probe.at, probe.key, isOwn, signal);
}
