// What every command of the CLI is given: the terminal, the options that all share, and how a command is run and shown.

import type { Command } from 'commander';
import { exitCodeFor } from './exit-codes.ts';
import { printError, printResult } from './output.ts';
import type { Terminal } from './terminal.ts';

/** What a command answers: the result for scripts, the lines for people, and an exit status if it is not 0. */
export interface Answer {
  readonly result: unknown;
  readonly lines: readonly string[];
  readonly exitCode?: number;
}

export interface Context {
  readonly terminal: Terminal;
  /** Sets the exit status of the process; the last one wins. */
  readonly exit: (code: number) => void;
}

/**
 * Makes `act` the action of a command: its answer is printed as lines or as JSON, its error with code and next step.
 * The options include those of the parents, such as `--json`.
 */
export function runs<A extends unknown[]>(
  command: Command,
  context: Context,
  act: (options: Readonly<Record<string, unknown>>, ...args: A) => Promise<Answer>,
): Command {
  return command.action(async (...given: unknown[]) => {
    const options = command.optsWithGlobals();
    const asJson = options.json === true;
    const name = fullName(command);
    try {
      const answer = await act(options, ...(given.slice(0, -2) as A));
      printResult(context.terminal, asJson, name, answer.result, answer.lines);
      context.exit(answer.exitCode ?? 0);
    } catch (error) {
      printError(context.terminal, asJson, name, error);
      context.exit(exitCodeFor(error));
    }
  });
}

function fullName(command: Command): string {
  const parent = command.parent;
  return parent === null || parent.parent === null ? command.name() : `${fullName(parent)} ${command.name()}`;
}
