// The ways to sign in that devices are offered.

import type { SignInProvider } from '../../shared/agent/sign-in.ts';
import { localProvider } from '../../shared/ems/user-accounts.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import { readProvider } from './providers.ts';

/** Local accounts where there is one that may be used, then the identity providers by their ids. */
export async function offers(queries: Queries): Promise<SignInProvider[]> {
  const account = await queries
    .selectFrom('user_accounts')
    .select('name')
    .where('disabled', '=', 0)
    .limit(1)
    .executeTakeFirst();
  const providers = await queries.selectFrom('sign_in_providers').selectAll().orderBy('id').execute();
  return [
    ...(account === undefined ? [] : [{ id: localProvider, title: 'Stile', kind: 'local' as const }]),
    ...providers.map((row) => ({ id: row.id, title: readProvider(row).title, kind: 'oidc' as const })),
  ];
}

/** Makes a change in its transaction; devices hear of it if they are offered something else afterwards. */
export async function keepingOffers<T>(queries: Queries, change: () => Promise<T>): Promise<T> {
  const before = JSON.stringify(await offers(queries));
  const done = await change();
  if (JSON.stringify(await offers(queries)) !== before) {
    await nextRevision(queries);
    await announce(queries, profilesChanged);
  }
  return done;
}
