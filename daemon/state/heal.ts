// Shows that what was saved cannot be used, and goes on when it can be, or something new was saved.

import { recoverCertificate } from '../enrollment/recover-certificate.ts';
import { failureOf } from '../enrollment/states.ts';
import type { World } from '../world.ts';

/** A disk that answers again, or a file that somebody restored, is noticed this soon. */
const lookMs = 2_000;
/** A TPM takes longer to ask, and to come to itself. */
const lookAtSealMs = 10_000;

/**
 * The agent runs on, not enrolled: who ended it instead would end it at every start, and leave nobody to ask why.
 * @param goOn starts with what is saved now, unless that has been done
 */
export function healSaved({ saved, store, log, clock }: World, goOn: () => Promise<void>): Disposable {
  const { trouble } = saved;
  if (trouble === null) return { [Symbol.dispose]: () => undefined };
  const { code } = trouble;
  log.error('what was saved cannot be used', { error: trouble });
  store.apply({ kind: 'enrollment', enrollment: { kind: 'none', lastFailure: failureOf(trouble) } });
  const text = `${trouble.message}. ${trouble.next}`.slice(0, 1_000);
  store.apply({ kind: 'warning', code, warning: { code, severity: 'high', text } });

  const timer = setInterval(() => void look(), code === 'state-unreadable' ? lookMs : lookAtSealMs);
  let isLooking = false;
  let isOver = false;

  /** A file that somebody restored comes first; then what the EMS can give back. */
  async function lookOnce(): Promise<boolean> {
    if (await saved.readAgain()) return true;
    const { withoutCertificate: rest } = saved;
    if (rest === null || rest.identity === null) return false;
    try {
      const identity = await recoverCertificate(rest.identity, clock.now());
      await saved.update(() => ({ ...rest, identity }));
      log.info('the machine certificate came back from the EMS', { serial: identity.serial });
      return true;
    } catch (error) {
      log.warn('the machine certificate is of no use, and the EMS did not give it back', { error });
      return false;
    }
  }

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    const isWell = await lookOnce().finally(() => {
      isLooking = false;
    });
    if (!isWell || isOver) return;
    clearInterval(timer);
    store.apply({ kind: 'warning', code, warning: null });
    await goOn();
  }
  return {
    [Symbol.dispose]: () => {
      isOver = true;
      clearInterval(timer);
    },
  };
}
