// What users may do in the shell: one policy for all devices, which administrators change while the EMS runs.

import { isDeepStrictEqual } from 'node:util';
import { type ShellPolicy, shellPolicy } from '../../shared/ems/shell-policy.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

/** Of what a later release may have written here. */
const strictest = 'not-allowed';

/** What is not named stays as it is. */
export type ShellPolicyChange = { readonly [K in keyof ShellPolicy]?: ShellPolicy[K] | undefined };

export async function readShellPolicy(queries: Queries): Promise<ShellPolicy> {
  const row = await queries
    .selectFrom('ems_state')
    .select(['shell_may_quit', 'personal_destinations', 'shell_disconnect'])
    .executeTakeFirstOrThrow();
  return {
    mayQuit: row.shell_may_quit === 1,
    personalDestinations: row.personal_destinations === 1,
    disconnect: shellPolicy.shape.disconnect.catch(strictest).parse(row.shell_disconnect),
  };
}

/** Devices hear of it by their profile. What is so already is no change. @throws AppError `command-invalid` if nothing is named */
export async function setShellPolicy(queries: Queries, change: ShellPolicyChange): Promise<void> {
  const before = await readShellPolicy(queries);
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (Object.keys(named).length === 0)
    throw new AppError('command-invalid', { command: 'shell-policy set', why: 'it says nothing that is to be so' });
  const after: ShellPolicy = { ...before, ...named };
  if (isDeepStrictEqual(after, before)) return;
  await queries
    .updateTable('ems_state')
    .set({
      shell_may_quit: after.mayQuit ? 1 : 0,
      personal_destinations: after.personalDestinations ? 1 : 0,
      shell_disconnect: after.disconnect,
    })
    .execute();
  await nextRevision(queries);
  await announce(queries, profilesChanged);
}

/** As the audit log has it. */
export function shellPolicyText({ mayQuit, personalDestinations, disconnect }: ShellPolicyChange): string {
  const parts = [
    ['may quit', yesOrNo(mayQuit)],
    ['personal destinations', yesOrNo(personalDestinations)],
    ['disconnect', disconnect],
  ] as const;
  return parts.flatMap(([what, is]) => (is === undefined ? [] : [`${what} ${is}`])).join(', ');
}

function yesOrNo(is: boolean | undefined): string | undefined {
  return is === undefined ? undefined : is ? 'yes' : 'no';
}
