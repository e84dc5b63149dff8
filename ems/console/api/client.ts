// Asks the EMS: commands of the admin contract and signing in; every answer is parsed.

import { z } from 'zod';
import { type EmsAdminContract, emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import {
  backgroundHeader,
  consolePaths,
  lookReply,
  type SessionReply,
  sessionReply,
  signInReply,
} from '../../../shared/ems/administrators.ts';
import type { CommandInput, CommandName, CommandResult } from '../../../shared/wire/define-contract.ts';
import { Trouble, troubleIn } from './trouble.ts';

/** `page`: the page asks by itself, which keeps no session alive; `person`: somebody did something. */
export type AskedBy = 'page' | 'person';

/** @throws Trouble */
export async function call<N extends CommandName<EmsAdminContract>>(
  name: N,
  params: CommandInput<EmsAdminContract, N>,
  askedBy: AskedBy = 'person',
): Promise<CommandResult<EmsAdminContract, N>> {
  const { result } = emsAdminContract.commands[name];
  const answer = await post(consolePaths.commands + name, params, result, askedBy);
  return answer as CommandResult<EmsAdminContract, N>;
}

/** Who is signed in, and how far the EMS's changes are numbered. @throws Trouble */
export async function session(): Promise<SessionReply> {
  return await exchange(consolePaths.session, { headers: { [backgroundHeader]: '1' } }, sessionReply);
}

/** For whom a link is; it stays good. @throws Trouble */
export function lookAtLink(secret: string): Promise<z.output<typeof lookReply>> {
  return post(consolePaths.look, { secret }, lookReply, 'page');
}

/** Uses the link. @throws Trouble */
export async function signIn(secret: string): Promise<void> {
  await post(consolePaths.signIn, { secret, as: 'session' }, signInReply, 'person');
}

/** @throws Trouble */
export async function signOut(): Promise<void> {
  await post(consolePaths.signOut, {}, z.object({}), 'person');
}

function post<S extends z.ZodType>(path: string, body: unknown, reply: S, askedBy: AskedBy): Promise<z.output<S>> {
  const headers = {
    'content-type': 'application/json',
    ...(askedBy === 'page' ? { [backgroundHeader]: '1' } : {}),
  };
  return exchange(path, { method: 'POST', headers, body: JSON.stringify(body) }, reply);
}

async function exchange<S extends z.ZodType>(path: string, init: RequestInit, reply: S): Promise<z.output<S>> {
  const answer = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw troubleIn(body);
  const parsed = reply.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Trouble('ems-answer-invalid', 'the EMS answered something that this page cannot read', 'Reload the page.');
}
