// Local accounts: made, changed, removed; whatever an account has proved ends or changes with it.

import {
  type AccountName,
  type AccountSummary,
  accountName,
  localProvider,
  type SignInSummary,
} from '../../shared/ems/user-accounts.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { readWords } from '../json.ts';
import type { Queries } from '../store/database.ts';
import type { UserAccountRow } from '../store/tables.ts';
import { endSignIns } from './end-sign-ins.ts';
import { keepingOffers } from './offers.ts';
import { tellOfUsers } from './tell.ts';
import { signedIn, signInSummaries } from './verified.ts';

export async function listAccounts(queries: Queries, now: number): Promise<AccountSummary[]> {
  const rows = await queries.selectFrom('user_accounts').selectAll().orderBy('name').execute();
  const signIns = await signedIn(queries, now, { provider: localProvider });
  return rows.map((row) => ({
    name: accountName.parse(row.name),
    groups: readWords(row.groups),
    state: row.disabled === 1 ? 'disabled' : row.password === null ? 'without-password' : 'active',
    created: new Date(row.created_at).toISOString(),
    passwordSet: row.password_set_at === null ? null : new Date(row.password_set_at).toISOString(),
    devices: signIns.filter((each) => each.subject === row.name).length,
  }));
}

/** With where it is signed in. @throws AppError `thing-unknown` */
export async function showAccount(
  queries: Queries,
  name: AccountName,
  now: number,
): Promise<AccountSummary & { readonly signIns: SignInSummary[] }> {
  const account = (await listAccounts(queries, now)).find((each) => each.name === name);
  if (account === undefined) throw accountUnknown(name);
  return { ...account, signIns: await signInSummaries(queries, now, { provider: localProvider, subject: name }) };
}

/** @throws AppError `thing-unknown` */
export async function accountOf(queries: Queries, name: AccountName): Promise<UserAccountRow> {
  const row = await queries.selectFrom('user_accounts').selectAll().where('name', '=', name).executeTakeFirst();
  if (row === undefined) throw accountUnknown(name);
  return row;
}

/** @param hash of the password; null until it is set by a link @throws AppError `thing-exists` */
export async function addAccount(
  ems: Ems,
  queries: Queries,
  wanted: { readonly name: AccountName; readonly groups: readonly string[]; readonly hash: string | null },
): Promise<void> {
  const now = ems.clock.now();
  const insert = queries
    .insertInto('user_accounts')
    .values({
      name: wanted.name,
      groups: JSON.stringify(wanted.groups),
      password: wanted.hash,
      password_set_at: wanted.hash === null ? null : now,
      disabled: 0,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('name');
  const made = await keepingOffers(queries, () => insert.executeTakeFirst());
  if (made === undefined) throw new AppError('thing-exists', { kind: 'user account', id: wanted.name });
}

/** @throws AppError `thing-unknown` */
export async function setGroups(
  ems: Ems,
  queries: Queries,
  name: AccountName,
  groups: readonly string[],
): Promise<void> {
  const text = JSON.stringify(groups);
  await change(queries, name, { groups: text });
  const told = await queries
    .updateTable('verified_users')
    .set({ groups: text })
    .where('provider', '=', localProvider)
    .where('subject', '=', name)
    .returning('uid')
    .execute();
  await tellOfUsers(
    ems,
    queries,
    told.map((row) => row.uid),
  );
}

/** What was proved by the password before counts no longer. @throws AppError `thing-unknown` */
export async function setPassword(ems: Ems, queries: Queries, name: AccountName, hash: string): Promise<void> {
  await change(queries, name, { password: hash, password_set_at: ems.clock.now() });
  await queries.deleteFrom('password_links').where('name', '=', name).execute();
  await signOutAccount(ems, queries, name);
}

/** @throws AppError `thing-unknown` */
export async function disableAccount(ems: Ems, queries: Queries, name: AccountName): Promise<number> {
  await keepingOffers(queries, () => change(queries, name, { disabled: 1 }));
  return await signOutAccount(ems, queries, name);
}

/** @throws AppError `thing-unknown` */
export async function enableAccount(queries: Queries, name: AccountName): Promise<void> {
  await keepingOffers(queries, () => change(queries, name, { disabled: 0 }));
}

/** @throws AppError `thing-unknown` */
export async function removeAccount(ems: Ems, queries: Queries, name: AccountName): Promise<number> {
  await queries.deleteFrom('password_links').where('name', '=', name).execute();
  const removal = queries.deleteFrom('user_accounts').where('name', '=', name).returning('name');
  const gone = await keepingOffers(queries, () => removal.executeTakeFirst());
  if (gone === undefined) throw accountUnknown(name);
  return await signOutAccount(ems, queries, name);
}

/** Also of a password that was right a moment ago: its code is good for nothing any more. */
async function signOutAccount(ems: Ems, queries: Queries, name: AccountName): Promise<number> {
  await queries.deleteFrom('pending_sign_ins').where('account', '=', name).execute();
  return await endSignIns(ems, queries, { provider: localProvider, subject: name });
}

async function change(
  queries: Queries,
  name: AccountName,
  values: Partial<Omit<UserAccountRow, 'name'>>,
): Promise<void> {
  const done = await queries
    .updateTable('user_accounts')
    .set(values)
    .where('name', '=', name)
    .returning('name')
    .executeTakeFirst();
  if (done === undefined) throw accountUnknown(name);
}

function accountUnknown(name: AccountName): AppError {
  return new AppError('thing-unknown', { kind: 'user account', id: name, list: 'users list' });
}
