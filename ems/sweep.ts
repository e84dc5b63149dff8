// Looks at regular intervals for what time has ended, and whether the database is still the one that was left.

import { afterRestore } from './after-restore.ts';
import type { Ems } from './ems.ts';
import { retireDue } from './enrollment/retire.ts';
import { revokeDue } from './pki/replace-ztna.ts';
import { silenceBites } from './posture/silence.ts';
import { currentState, settleState } from './store/state.ts';
import type { Witness } from './store/witness.ts';
import { endExpired } from './users/expire.ts';

/** Sweeps every `sweepMs`, one sweep at a time; disposing waits for the running one and notes how far it came. */
export function keepSweeping(ems: Ems, witness: Witness): AsyncDisposable {
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  let isFailing = false;
  let noted = ems.identity.revision;

  async function sweep(): Promise<void> {
    await noteProgress();
    await silenceBites(ems);
    await retireDue(ems);
    await endExpired(ems);
    await ems.authorities.ztnaCas.refresh();
    await revokeDue(ems);
    if (isFailing) ems.log.info('sweeps go on', {});
    isFailing = false;
  }

  async function noteProgress(): Promise<void> {
    if (!(await witness.vouches(ems.db))) {
      ems.log.warn('the database was restored while this EMS was running: a new epoch begins', {});
      noted = (await settleState(ems.db, witness, (queries) => afterRestore(queries, ems.clock.now()))).revision;
    }
    const { revision } = await currentState(ems.db);
    if (revision !== noted) await witness.testify(ems.db);
    noted = revision;
  }

  /** What is wrong for a while is said once. */
  function noteFailure(error: unknown): void {
    if (!isFailing) ems.log.error('a sweep failed', { error });
    isFailing = true;
  }

  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = sweep()
      .catch(noteFailure)
      .finally(() => {
        isBusy = false;
      });
  }, ems.config.sweepMs);

  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
      await noteProgress().catch(noteFailure);
    },
  };
}
