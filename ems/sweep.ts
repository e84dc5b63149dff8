// Looks at regular intervals for what time has ended: silent devices, replaced certificates.

import type { Ems } from './ems.ts';
import { retireDue } from './enrollment/retire.ts';
import { silenceBites } from './posture/silence.ts';
import { currentState, writeMark } from './store/state.ts';

/** Sweeps every `sweepMs`, one sweep at a time; disposing waits for the running one and marks how far it came. */
export function keepSweeping(ems: Ems, markPath: string): AsyncDisposable {
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  let marked = ems.identity.revision;

  async function sweep(): Promise<void> {
    const silenced = await silenceBites(ems);
    const retired = await retireDue(ems);
    if (silenced || retired) await ems.hub.notify('tags', { kind: 'gateway' });
    await markProgress();
  }

  async function markProgress(): Promise<void> {
    const state = await currentState(ems.db);
    if (state.revision !== marked) await writeMark(markPath, state);
    marked = state.revision;
  }

  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = sweep()
      .catch((error: unknown) => ems.log.error('a sweep failed', { error }))
      .finally(() => {
        isBusy = false;
      });
  }, ems.config.sweepMs);

  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
      await markProgress();
    },
  };
}
