// Shows that what was saved cannot be used, and goes on when it can be, or something new was saved.

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
export function healSaved({ saved, store, log }: World, goOn: () => Promise<void>): Disposable {
  const { trouble } = saved;
  if (trouble === null) return { [Symbol.dispose]: () => undefined };
  const { code } = trouble;
  log.error('what was saved cannot be used', { error: trouble });
  store.apply({ kind: 'enrollment', enrollment: { kind: 'none', lastFailure: failureOf(trouble) } });
  const text = `${trouble.message}. ${trouble.next}`.slice(0, 1_000);
  store.apply({ kind: 'warning', code, warning: { code, severity: 'high', text } });

  const timer = setInterval(() => void look(), code === 'state-unreadable' ? lookMs : lookAtSealMs);
  async function look(): Promise<void> {
    if (!(await saved.readAgain())) return;
    clearInterval(timer);
    store.apply({ kind: 'warning', code, warning: null });
    await goOn();
  }
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
