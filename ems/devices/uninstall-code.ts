// A code of one device with which its users may uninstall the agent there: made for an administrator who reads it out.

import { z } from 'zod';
import { sealedCode, type UninstallCodeOfProfile } from '../../shared/ems/uninstall-code.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { DeviceId } from '../../shared/ids.ts';
import { newUninstallCode } from '../../shared/node/uninstall-code.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import { announce } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

/** As the column holds it. */
const kept = sealedCode.extend({ ends: z.number() });

/** A new one takes the place of the one before. The code stands only in the answer. @throws AppError `thing-unknown` */
export async function makeUninstallCode(
  ems: Ems,
  wanted: { readonly uid: DeviceId; readonly expiresInMs: number },
  record: (queries: Queries) => Promise<void>,
): Promise<{ readonly code: string; readonly expires: string }> {
  const { uid } = wanted;
  const { code, sealed } = await newUninstallCode();
  const ends = ems.clock.now() + wanted.expiresInMs;
  await ems.db.transaction().execute(async (queries) => {
    const done = await queries
      .updateTable('devices')
      .set({ uninstall_code: JSON.stringify({ ...sealed, ends }) })
      .where('uid', '=', uid)
      .where('state', '=', 'active')
      .returning('uid')
      .executeTakeFirst();
    if (done === undefined) throw new AppError('thing-unknown', { kind: 'active device', id: uid, list: 'endpoints' });
    await nextRevision(queries);
    await announce(queries, { kind: 'changed', what: 'profile', to: { kind: 'agent', id: uid } });
    await record(queries);
  });
  return { code, expires: new Date(ends).toISOString() };
}

/** Null where there is none, or it has ended. */
export function uninstallCodeOf(column: string | null, now: number): UninstallCodeOfProfile | null {
  const read = column === null ? undefined : kept.safeParse(JSON.parse(column)).data;
  if (read === undefined || read.ends <= now) return null;
  const { salt, hash, ends } = read;
  return { salt, hash, validForMs: ends - now };
}
