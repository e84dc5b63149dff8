// What users of the shell may do: the management server's word, and the managed settings' over it; pure.

import type { ManagedState } from '../../shared/agent/managed-state.ts';
import type { ShellPolicy } from '../../shared/ems/shell-policy.ts';

export function settledPolicy(told: ShellPolicy, { shellPolicy }: Pick<ManagedState, 'shellPolicy'>): ShellPolicy {
  return {
    mayQuit: shellPolicy.mayQuit ?? told.mayQuit,
    personalDestinations: shellPolicy.personalDestinations ?? told.personalDestinations,
    disconnect: shellPolicy.disconnect ?? told.disconnect,
  };
}
