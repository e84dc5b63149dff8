// Asks a program of this machine something at its own local socket, as anybody would; for it to find out whether it still answers.

import { AppError } from '../../errors/app-error.ts';
import type { Contract } from '../../wire/define-contract.ts';
import { connectLocal, type LocalClient } from '../local-socket/client.ts';
import type { AskItself } from './keep-beating.ts';

/** Said by our own end of the connection, where the other said nothing. Whatever else comes was said by a program that lives. */
const noAnswer = [
  'socket-not-there',
  'socket-foreign',
  'socket-protocol',
  'socket-version',
  'socket-stopping',
  'command-failed',
];

/**
 * An error that was answered is an answer: a database that is away for a while, or a caller that is turned away, does not
 * become better by a new start.
 */
export function askAtSocket<K extends Contract>(
  contract: K,
  path: string,
  question: (client: LocalClient<K>, signal: AbortSignal) => Promise<unknown>,
): AskItself {
  return async (signal) => {
    try {
      await using client = await connectLocal(contract, path, { signal });
      await question(client, signal);
    } catch (error) {
      if (!(error instanceof AppError) || noAnswer.includes(error.code)) throw error;
    }
  };
}
