// Turns one request into one response: command known, caller allowed, values right, then the handler.

import { z } from 'zod';
import { AppError, hasCode } from '../../errors/app-error.ts';
import type { Logger } from '../../log.ts';
import type { CommandDefinition, Contract, Handlers } from '../../wire/define-contract.ts';
import type { Request, Response } from '../../wire/envelope.ts';
import { type Authorize, isAllowed } from './authorize.ts';
import type { KnownCaller } from './caller.ts';
import { faultText } from './fault-text.ts';

/** Answers a request. Never throws: whatever goes wrong becomes a response. */
export type Dispatch = (request: Request, caller: KnownCaller, signal: AbortSignal) => Promise<Response>;

export function makeDispatch<K extends Contract>(
  contract: K,
  options: { readonly handlers: Handlers<K, KnownCaller>; readonly authorize: Authorize; readonly log: Logger },
): Dispatch {
  // The table's type ties each handler to its schemas; by name only the schemas, checked below, do.
  const handlers = new Map(Object.entries(options.handlers) as [string, Handler][]);

  async function answer(request: Request, caller: KnownCaller, signal: AbortSignal): Promise<unknown> {
    const { command } = request;
    const definition = definitionOf(contract, command);
    const handler = handlers.get(command);
    if (definition === null || handler === undefined) throw new AppError('command-unknown', { command });
    if (!(await isAllowed(options.authorize, caller, definition.rights)))
      throw new AppError('command-not-allowed', { command });
    const params = definition.params.safeParse(request.params);
    if (!params.success) throw new AppError('command-invalid', { command, why: faultText(params.error) });
    const result = definition.result.safeParse(await handler(params.data, caller, signal));
    if (!result.success) throw new TypeError(`${command} answered another shape: ${z.prettifyError(result.error)}`);
    return result.data;
  }

  return async (request, caller, signal) => {
    try {
      const result = await answer(request, caller, signal);
      return { type: 'response', id: request.id, ok: true, result };
    } catch (error) {
      const told = tellable(error, request.command, options.log);
      if (hasCode(told, 'command-not-allowed'))
        options.log.warn('a caller was refused a command', {
          command: request.command,
          uid: caller.uid,
          pid: caller.pid,
        });
      return { type: 'response', id: request.id, ok: false, error: errorOnWire(told) };
    }
  };
}

type Handler = (params: unknown, caller: KnownCaller, signal: AbortSignal) => unknown;

function definitionOf(contract: Contract, command: string): CommandDefinition | null {
  return Object.hasOwn(contract.commands, command) ? (contract.commands[command] ?? null) : null;
}

/** What nobody expected stays in the log: its text may hold what the caller must not see. */
function tellable(error: unknown, command: string, log: Logger): AppError {
  if (error instanceof AppError) return error;
  log.error('a command failed unexpectedly', { command, error });
  return new AppError('command-failed', { command, why: 'something unexpected happened' });
}

/** An error as the socket carries it, with the values of its sentence, so that the other end can say it again. */
export function errorOnWire(error: AppError): {
  code: string;
  message: string;
  next: string;
  details: Record<string, unknown>;
} {
  const plain = Object.entries(error.params).filter(
    ([, value]) => typeof value !== 'object' && typeof value !== 'bigint',
  );
  return { ...error.toWire(), details: Object.fromEntries(plain) };
}
