// Keeps secrets in 0600 files, where a session has no secret store: no safer than the user's other files, and it says so.

import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { largestSecret, type SecretStore } from './secret-store.ts';

/** `directory` is made 0700 when it is first needed. Its owner, and whoever can read its files, has the secrets. */
export function secretFiles(directory: string): SecretStore {
  const fileOf = (name: string): string => {
    if (!/^[a-z0-9-]+$/.test(name)) throw new RangeError(`not the name of a secret: ${name}`);
    return path.join(directory, `${name}.secret`);
  };
  return {
    keeper: 'file',
    status: async () => ({ kind: 'ok' }),
    async get(name) {
      try {
        await using handle = await open(fileOf(name), 'r');
        const { mode, uid } = await handle.stat();
        const isOwn = process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o077) === 0);
        // Whoever could write it may have chosen the key, and whoever could read it has it.
        if (!isOwn) return { kind: 'absent', why: `${fileOf(name)} is open to other users` };
        return { kind: 'found', value: await handle.readFile() };
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'missing' };
        throw error;
      }
    },
    async set(name, value) {
      if (value.length > largestSecret) throw new RangeError(`a secret may have ${largestSecret} bytes`);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await replaceFile(fileOf(name), value);
      return { kind: 'done' };
    },
    async delete(name) {
      await rm(fileOf(name), { force: true });
      return { kind: 'done' };
    },
  };
}
