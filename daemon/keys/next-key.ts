// Makes the key that follows one: where the settings want it, or at least in time.

import { hasCode } from '../../shared/errors/app-error.ts';
import { isTpmKey } from '../../shared/node/x509/tpm-key.ts';
import type { World } from '../world.ts';

/**
 * Where no TPM can be reached, a key in software whose certificate is due is followed by one in software rather than by
 * none; one in the TPM never is. @throws AppError `machine-key-unavailable`
 */
export async function nextKey(
  { keys, clock, log }: Pick<World, 'keys' | 'clock' | 'log'>,
  before: { readonly key: string; readonly renewAt: number },
): Promise<string> {
  try {
    return await keys.make();
  } catch (error) {
    if (!hasCode(error, 'machine-key-unavailable') || isTpmKey(before.key) || clock.now() < before.renewAt) throw error;
    log.warn('the new machine key is one in software', { error });
    return await keys.make('plain');
  }
}
