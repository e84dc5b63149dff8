// Turns private keys into what the state file holds of them, and back: sealed to this machine where that is wanted and works.

import { z } from 'zod';
import type { KeySeal } from '../../native/key-seal/key-seal.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import { isTpmKey } from '../../shared/node/x509/tpm-key.ts';
import type { KeptKey } from './kept-key.ts';

/** PEM, or a seal around PEM. */
export const storedKey = z.union([z.string(), z.strictObject({ sealed: z.string().max(65_536) })]);
export type StoredKey = z.infer<typeof storedKey>;

export interface StoredKeys {
  /** `path` is where it came from. @throws AppError `state-not-unsealed` */
  open(stored: StoredKey, path: string): Promise<{ readonly pem: string; readonly kept: KeptKey }>;
  /** What to write for this key from now on. */
  store(pem: string): Promise<Stored>;
}

interface Stored {
  readonly stored: StoredKey;
  readonly kept: KeptKey;
}

/** Keys are few; this is only to bound what is remembered. */
const mostRemembered = 8;

/** @param wanted `sealed`: else in the file as they are, with the reason in the log */
export function storedKeys(options: {
  readonly wanted: 'sealed' | 'file';
  readonly seal: KeySeal;
  readonly log: Logger;
}): StoredKeys {
  const { wanted, seal, log } = options;
  // By PEM. The rest of the file changes often, keys hardly ever, and sealing asks a TPM each time.
  const remembered = new Map<string, Stored>();

  async function storeAnew(pem: string): Promise<Stored> {
    if (isTpmKey(pem) || wanted === 'file') return { stored: pem, kept: asItIs(pem) };
    const sealing = await seal.seal(pem);
    if (sealing.kind === 'sealed')
      return { stored: { sealed: sealing.text }, kept: { kind: 'sealed', by: sealing.by } };
    log.warn('the machine key is kept without a seal', { why: sealing.why });
    return { stored: pem, kept: asItIs(pem) };
  }

  return {
    async open(stored, path) {
      if (typeof stored === 'string') return { pem: stored, kept: asItIs(stored) };
      const opening = await seal.open(stored.sealed);
      if (opening.kind === 'failed') throw new AppError('state-not-unsealed', { path, why: opening.why });
      const kept: KeptKey = { kind: 'sealed', by: opening.by };
      if (wanted === 'sealed') remembered.set(opening.secret, { stored, kept });
      return { pem: opening.secret, kept };
    },
    async store(pem) {
      const before = remembered.get(pem);
      if (before !== undefined) return before;
      if (remembered.size >= mostRemembered) remembered.clear();
      const made = await storeAnew(pem);
      remembered.set(pem, made);
      return made;
    },
  };
}

function asItIs(pem: string): KeptKey {
  return { kind: isTpmKey(pem) ? 'tpm' : 'file' };
}
