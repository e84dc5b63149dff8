// Who may disconnect the agent, and with which reason; pure.

import type { ShellPolicy } from '../../shared/ems/shell-policy.ts';
import type { ErrorCode } from '../../shared/errors/catalogue.ts';

export type MayDisconnect =
  | { readonly kind: 'granted' }
  | {
      readonly kind: 'refused';
      readonly code: Extract<ErrorCode, 'disconnect-not-allowed' | 'disconnect-reason-missing'>;
    };

/** An administrator of the machine could end the agent as well: being told of it and why is better. */
export function mayDisconnect(
  policy: ShellPolicy['disconnect'],
  asked: { readonly isAdministrator: boolean; readonly reason: string },
): MayDisconnect {
  if (policy === 'allowed') return { kind: 'granted' };
  if (policy === 'not-allowed' && !asked.isAdministrator) return { kind: 'refused', code: 'disconnect-not-allowed' };
  return asked.reason === '' ? { kind: 'refused', code: 'disconnect-reason-missing' } : { kind: 'granted' };
}
