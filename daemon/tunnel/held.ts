// Holds a connection whose user has to sign in first, and asks again once they have.

import { setTimeout as delay } from 'node:timers/promises';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Hold } from '../sign-in/holds.ts';
import type { CarryOutcome } from './carry.ts';
import type { LocalStream } from './stream.ts';

/** A person has this long to sign in. */
export const heldForMs = 120_000;

/** The EMS knows before the gateway does: it is asked again after these pauses, until it has heard. */
const patienceMs = [50, 100, 200, 400, 800, 1_600, 3_200] as const;

export interface HeldPorts {
  /** Null: nobody could sign in here, or too many wait. */
  hold(): Hold | null;
  /** Sends the same OPEN with the same first bytes. */
  again(): Promise<CarryOutcome>;
}

/** Whether signing in may help, and nothing was sent yet that could not be sent again. */
export function needsSignIn(outcome: CarryOutcome, stream: Pick<LocalStream, 'canRepeat'>): boolean {
  return isSignInFirst(outcome) && stream.canRepeat;
}

/**
 * What came of it: joined, or a refusal, which is that of before where nobody has signed in.
 * @param signal the local connection has gone
 */
export async function heldUntilSignedIn(
  refused: CarryOutcome,
  stream: Pick<LocalStream, 'canRepeat'>,
  ports: HeldPorts,
  signal: AbortSignal,
): Promise<CarryOutcome> {
  using hold = ports.hold();
  const isSignedIn = await hold?.signedIn(AbortSignal.any([signal, AbortSignal.timeout(heldForMs)]));
  if (isSignedIn !== true) return refused;
  let outcome = refused;
  for (const pauseMs of patienceMs) {
    if (!needsSignIn(outcome, stream)) break;
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    outcome = await ports.again();
  }
  return outcome;
}

function isSignInFirst(outcome: CarryOutcome): outcome is { readonly kind: 'refused'; readonly why: Denial } {
  return outcome.kind === 'refused' && outcome.why?.code === '099';
}
