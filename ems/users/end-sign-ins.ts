// Ends sign-ins before their time.

import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import { tellOfUsers } from './tell.ts';
import type { Whose } from './verified.ts';

/** Ends them in a transaction; devices and gateways are told. How many there were. */
export async function endSignIns(ems: Ems, queries: Queries, whose: Whose): Promise<number> {
  const { uid, osUser, provider, subject } = whose;
  const gone = await queries
    .deleteFrom('verified_users')
    .$if(uid !== undefined, (query) => query.where('uid', '=', uid ?? ''))
    .$if(osUser !== undefined, (query) => query.where('os_user', '=', osUser ?? ''))
    .$if(provider !== undefined, (query) => query.where('provider', '=', provider ?? ''))
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .returning('uid')
    .execute();
  await tellOfUsers(
    ems,
    queries,
    gone.map((row) => row.uid),
  );
  return gone.length;
}
