// The secrets of identity providers' clients: 0600 files beside the CAs' keys, never rows of the database, shown to nobody.

import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { replaceFile } from '../../../shared/node/atomic-file.ts';
import { randomToken } from '../../../shared/node/random-token.ts';
import { type Config, caDirectoryOf } from '../../config.ts';
import type { SignInProviderRow } from '../../store/tables.ts';

/** The name of the file, for the provider's row. A name of its own each time: a provider removed and added anew has another. */
export async function writeSecret(config: Config, id: string, secret: string): Promise<string> {
  const name = `sign-in-${id}-${randomToken()}.secret`;
  await replaceFile(path.join(caDirectoryOf(config), name), secret, { mode: 0o600 });
  return name;
}

/** Null for a client without a secret. @throws AppError `sign-in-secret-missing` */
export async function readSecret(
  config: Config,
  row: Pick<SignInProviderRow, 'id' | 'secret_file'>,
): Promise<string | null> {
  if (row.secret_file === null) return null;
  const file = path.join(caDirectoryOf(config), row.secret_file);
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('sign-in-secret-missing', { provider: row.id, path: file }, { cause });
  });
}

export async function removeSecret(config: Config, name: string | null): Promise<void> {
  if (name !== null) await rm(path.join(caDirectoryOf(config), name), { force: true });
}
