// What users may do in the shell: one policy for all devices, which administrators change while the EMS runs.

import { defaultShellPolicy, type ShellPolicy } from '../../shared/ems/shell-policy.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

/** What is not named stays as it is. */
export type ShellPolicyChange = { readonly [K in keyof ShellPolicy]?: ShellPolicy[K] | undefined };

export async function readShellPolicy(queries: Queries): Promise<ShellPolicy> {
  const row = await queries
    .selectFrom('ems_state')
    .select(['shell_may_quit', 'personal_destinations'])
    .executeTakeFirstOrThrow();
  return {
    mayQuit: row.shell_may_quit === 1,
    personalDestinations: row.personal_destinations === 1,
    disconnect: defaultShellPolicy.disconnect,
  };
}

/** Devices hear of it by their profile. What is so already is no change. @throws AppError `command-invalid` if nothing is named */
export async function setShellPolicy(queries: Queries, change: ShellPolicyChange): Promise<void> {
  const before = await readShellPolicy(queries);
  const { mayQuit = before.mayQuit, personalDestinations = before.personalDestinations } = change;
  if (change.mayQuit === undefined && change.personalDestinations === undefined)
    throw new AppError('command-invalid', { command: 'shell-policy set', why: 'it says nothing that is to be so' });
  if (mayQuit === before.mayQuit && personalDestinations === before.personalDestinations) return;
  await queries
    .updateTable('ems_state')
    .set({ shell_may_quit: mayQuit ? 1 : 0, personal_destinations: personalDestinations ? 1 : 0 })
    .execute();
  await nextRevision(queries);
  await announce(queries, profilesChanged);
}

/** As the audit log has it. */
export function shellPolicyText({ mayQuit, personalDestinations }: ShellPolicyChange): string {
  const parts = [
    ['may quit', mayQuit],
    ['personal destinations', personalDestinations],
  ] as const;
  return parts.flatMap(([what, is]) => (is === undefined ? [] : [`${what} ${is ? 'yes' : 'no'}`])).join(', ');
}
