// The identity providers on record, and how long sign-ins by each of them count.

import { localProvider, type OidcSettings, oidcSettings, usualSignInLifeMs } from '../../shared/ems/user-accounts.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Queries } from '../store/database.ts';
import type { SignInProviderRow } from '../store/tables.ts';

export function readProvider(row: Pick<SignInProviderRow, 'settings'>): OidcSettings {
  return oidcSettings.parse(JSON.parse(row.settings));
}

/** Null if there is none of that id. */
export async function findProvider(queries: Queries, id: string): Promise<SignInProviderRow | null> {
  const row = await queries.selectFrom('sign_in_providers').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** For how long a sign-in by a local account counts. */
export async function localLifeMs(queries: Queries): Promise<number> {
  const row = await queries.selectFrom('ems_state').select('local_sign_in_ms').executeTakeFirstOrThrow();
  return row.local_sign_in_ms ?? usualSignInLifeMs;
}

/** For sign-ins from now on; those that count keep their end. @throws AppError `thing-unknown` */
export async function setValidity(
  queries: Queries,
  { provider, validForMs }: { readonly provider: string; readonly validForMs: number },
): Promise<void> {
  if (provider === localProvider) {
    await queries.updateTable('ems_state').set({ local_sign_in_ms: validForMs }).execute();
    return;
  }
  const row = await findProvider(queries, provider);
  if (row === null) throw providerUnknown(provider);
  const settings = JSON.stringify({ ...readProvider(row), validForMs } satisfies OidcSettings);
  await queries.updateTable('sign_in_providers').set({ settings }).where('id', '=', provider).execute();
}

export function providerUnknown(id: string): AppError {
  return new AppError('thing-unknown', { kind: 'sign-in provider', id, list: 'sign-in providers' });
}
