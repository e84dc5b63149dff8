// What the exit status of `stile` says; scripts rely on these numbers.

import { hasCode, toWireError } from '../shared/errors/app-error.ts';

export const exitCodes = {
  fine: 0,
  /** The command was understood and failed, or was refused by what it asked. */
  failed: 1,
  /** The command line is wrong; nothing was done. */
  usage: 2,
  /** The program asked does not run. */
  notThere: 3,
  /** This user may not. */
  notAllowed: 4,
  /** Answered, and the answer is no: access denied (`why`), a problem found (`doctor`). */
  no: 5,
} as const;

const notAllowed = ['command-not-allowed', 'enrolling-not-allowed'];

/** The exit status for an error. */
export function exitCodeFor(error: unknown): number {
  if (hasCode(error, 'socket-not-there') || hasCode(error, 'socket-stopping')) return exitCodes.notThere;
  if (hasCode(error, 'socket-refused')) return exitCodes.notAllowed;
  return notAllowed.includes(toWireError(error).code) ? exitCodes.notAllowed : exitCodes.failed;
}
