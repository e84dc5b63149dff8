// Turns one request into one response: whatever goes wrong becomes one, too.

import { AppError, hasCode } from '../../errors/app-error.ts';
import { errorOnWire } from '../../errors/told-error.ts';
import type { Logger } from '../../log.ts';
import type { Contract, Handlers } from '../../wire/define-contract.ts';
import type { Request, Response } from '../../wire/envelope.ts';
import { makePerform } from '../perform-command.ts';
import { type Authorize, isAllowed } from './authorize.ts';
import type { KnownCaller } from './caller.ts';

/** Answers a request. Never throws: whatever goes wrong becomes a response. */
export type Dispatch = (request: Request, caller: KnownCaller, signal: AbortSignal) => Promise<Response>;

export function makeDispatch<K extends Contract>(
  contract: K,
  options: { readonly handlers: Handlers<K, KnownCaller>; readonly authorize: Authorize; readonly log: Logger },
): Dispatch {
  const { handlers, authorize, log } = options;
  const perform = makePerform<K, KnownCaller>(contract, {
    handlers,
    isAllowed: (caller, rights) => isAllowed(authorize, caller, rights),
  });
  return async ({ id, command, params }, caller, signal) => {
    try {
      return { type: 'response', id, ok: true, result: await perform(command, params, caller, signal) };
    } catch (error) {
      const told = tellable(error, command, log);
      if (hasCode(told, 'command-not-allowed'))
        log.warn('a caller was refused a command', { command, uid: caller.uid, pid: caller.pid });
      return { type: 'response', id, ok: false, error: { ...errorOnWire(told) } };
    }
  };
}

/** What nobody expected stays in the log: its text may hold what the caller must not see. */
function tellable(error: unknown, command: string, log: Logger): AppError {
  if (error instanceof AppError) return error;
  log.error('a command failed unexpectedly', { command, error });
  return new AppError('command-failed', { command, why: 'something unexpected happened' });
}
