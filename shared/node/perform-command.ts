// Performs one command of a contract, whatever carried it: known, allowed, values right, then the handler.

import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { CommandDefinition, Contract, Handlers, Rights } from '../wire/define-contract.ts';
import { faultText } from './local-socket/fault-text.ts';

/**
 * What the command answers, checked.
 * @throws AppError `command-unknown`, `command-not-allowed`, `command-invalid`, what the handler refuses with;
 *   TypeError if the handler answers another shape (a bug)
 */
export type Perform<Caller> = (
  command: string,
  params: unknown,
  caller: Caller,
  signal: AbortSignal,
) => Promise<unknown>;

export function makePerform<K extends Contract, Caller>(
  contract: K,
  options: {
    readonly handlers: Handlers<K, Caller>;
    readonly isAllowed: (caller: Caller, rights: Rights) => boolean | Promise<boolean>;
  },
): Perform<Caller> {
  // The table's type ties each handler to its schemas; by name only the schemas, checked below, do.
  const handlers = new Map(Object.entries(options.handlers) as [string, Handler<Caller>][]);
  return async (command, params, caller, signal) => {
    const definition = definitionOf(contract, command);
    const handler = handlers.get(command);
    if (definition === null || handler === undefined) throw new AppError('command-unknown', { command });
    if (!(await options.isAllowed(caller, definition.rights))) throw new AppError('command-not-allowed', { command });
    const given = definition.params.safeParse(params);
    if (!given.success) throw new AppError('command-invalid', { command, why: faultText(given.error) });
    const result = definition.result.safeParse(await handler(given.data, caller, signal));
    if (!result.success) throw new TypeError(`${command} answered another shape: ${z.prettifyError(result.error)}`);
    return result.data;
  };
}

type Handler<Caller> = (params: unknown, caller: Caller, signal: AbortSignal) => unknown;

function definitionOf(contract: Contract, command: string): CommandDefinition | null {
  return Object.hasOwn(contract.commands, command) ? (contract.commands[command] ?? null) : null;
}
