// One try of a password for a sign-in that waits: counted first, checked, then answered by the way back or by what is wrong.

import { accountName } from '../../shared/ems/user-accounts.ts';
import type { Ems } from '../ems.ts';
import type { Guesses } from './guesses.ts';
import { makeCode } from './own-code.ts';
import { isPassword } from './password.ts';
import { findPending } from './pending.ts';

export type Tried =
  /** Where the browser goes now. */
  | { readonly kind: 'right'; readonly url: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'held'; readonly seconds: number }
  /** The sign-in waits no longer. */
  | { readonly kind: 'over' };

export interface PasswordTry {
  readonly signIn: string;
  readonly name: string;
  readonly password: string;
  readonly source: string;
}

/** So many for one sign-in; then it is begun anew, on the device. */
const mostTries = 5;

export async function tryPassword(ems: Ems, guesses: Guesses, given: PasswordTry): Promise<Tried> {
  const name = accountName.safeParse(given.name.trim().toLowerCase());
  const asked = name.success ? name.data : '';
  const pending = await findPending(ems.db, given.signIn, ems.clock.now());
  if (pending === null || pending.code_hash !== null || pending.failures >= mostTries) return { kind: 'over' };
  const seconds = guesses.take(asked, given.source);
  if (seconds > 0) return { kind: 'held', seconds };
  if (!(await countTry(ems, given.signIn))) return { kind: 'over' };
  const account = await ems.db
    .selectFrom('user_accounts')
    .selectAll()
    .where('name', '=', asked)
    .where('disabled', '=', 0)
    .executeTakeFirst();
  const isRight = await isPassword(given.password, account?.password ?? null);
  if (!isRight || account === undefined || !name.success) {
    await noteWrong(ems, given, asked, pending.uid);
    return { kind: 'wrong' };
  }
  guesses.wasRight(asked, given.source);
  const url = await ems.db.transaction().execute(async (queries) => {
    const now = await queries.selectFrom('user_accounts').selectAll().where('name', '=', asked).executeTakeFirst();
    // Disabled, removed or given another password while this one was looked at.
    if (now?.disabled !== 0 || now.password !== account.password) return null;
    return await makeCode(queries, pending, name.data, ems.clock.now());
  });
  return url === null ? { kind: 'over' } : { kind: 'right', url };
}

/** Before the check, and only as often as allowed, however many come at once. */
async function countTry(ems: Ems, signIn: string): Promise<boolean> {
  const counted = await ems.db
    .updateTable('pending_sign_ins')
    .set((update) => ({ failures: update('failures', '+', 1) }))
    .where('id', '=', signIn)
    .where('failures', '<', mostTries)
    .returning('id')
    .executeTakeFirst();
  return counted !== undefined;
}

async function noteWrong(ems: Ems, { source }: PasswordTry, asked: string, uid: string): Promise<void> {
  await ems.audit.record(ems.db, {
    actor: source,
    action: 'user password',
    target: asked === '' ? uid : asked,
    outcome: 'refused',
    detail: `for a sign-in on ${uid}`,
  });
}
