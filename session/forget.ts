// Removes everything that the product keeps for one user: certificates with their keys, the sealed file and its key, the shell's own files.

import type { CertStore } from '../native/cert-store/cert-store.ts';
import type { SealedFile } from '../native/secret-store/sealed-file.ts';
import { toWireError } from '../shared/errors/app-error.ts';

export interface ForgetPorts {
  readonly certificates: Pick<CertStore, 'list' | 'remove'>;
  readonly file: Pick<SealedFile, 'remove'>;
  /** The files of this user that are ours, by `ownFiles`; gives what it removed. */
  readonly removeFiles: () => Promise<readonly string[]>;
}

/** What is gone, and what could not be removed, each as a person reads it. */
export interface Forgotten {
  readonly removed: readonly string[];
  readonly left: readonly string[];
}

/** Each part is tried, whatever becomes of another; done again it finishes what was left. */
export async function forgetUser(ports: ForgetPorts): Promise<Forgotten> {
  const removed: string[] = [];
  const left: string[] = [];
  async function part(what: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => left.push(`${what}: ${toWireError(error).message}`));
  }
  await part('certificates', async () => {
    const contents = await ports.certificates.list();
    // A system without such a store holds nothing of ours either.
    if (contents.kind === 'unavailable') return;
    left.push(...contents.unread.map(({ name }) => `${name}: it cannot be looked into`));
    for (const { sha256, serial } of contents.certificates) {
      const change = await ports.certificates.remove(sha256);
      if (change.kind === 'unavailable') continue;
      for (const { name, outcome } of change.places) {
        if (outcome.kind === 'changed') removed.push(`certificate ${serial} in ${name}`);
        if (outcome.kind === 'locked') left.push(`certificate ${serial} in ${name}: it is locked`);
        if (outcome.kind === 'failed') left.push(`certificate ${serial} in ${name}: ${outcome.why}`);
      }
    }
  });
  await part('the key in the keyring', async () => {
    // What a locked keyring keeps opens nothing any more once the file is gone, but it is still there.
    const outcome = await ports.file.remove();
    if (outcome.kind !== 'removed') left.push('the key in the keyring: the keyring is locked');
  });
  await part('files', async () => {
    removed.push(...(await ports.removeFiles()));
  });
  return { removed, left };
}
