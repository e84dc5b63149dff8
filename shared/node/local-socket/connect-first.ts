// Connects to the first place of some where a program serves at all.

import { hasCode } from '../../errors/app-error.ts';
import type { Contract } from '../../wire/define-contract.ts';
import { type ConnectOptions, connectLocal, type LocalClient } from './client.ts';

/**
 * Only where nothing answers the next place is tried: one that refuses, or is not trusted, is the answer.
 * @throws AppError those of `connectLocal`; `socket-not-there` of the first place if nothing answers anywhere
 */
export async function connectFirst<K extends Contract>(
  contract: K,
  places: readonly string[],
  options: ConnectOptions = {},
): Promise<LocalClient<K>> {
  let missing: unknown;
  for (const place of places) {
    try {
      return await connectLocal(contract, place, options);
    } catch (error) {
      if (!hasCode(error, 'socket-not-there')) throw error;
      missing ??= error;
    }
  }
  throw missing;
}
