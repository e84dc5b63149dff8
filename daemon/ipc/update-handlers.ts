// The commands of the local socket about newer releases.

import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { Updates } from '../update/updates.ts';

type UpdateCommand = 'checkForUpdate' | 'installUpdate' | 'postponeUpdate';

/** Answered when accepted; what becomes of it, the state tells. */
export function updateHandlers(updates: Updates): Pick<Handlers<AgentContract, KnownCaller>, UpdateCommand> {
  return {
    checkForUpdate: () => {
      updates.checkNow();
      return {};
    },
    installUpdate: () => {
      updates.installNow();
      return {};
    },
    postponeUpdate: async ({ hours }) => {
      await updates.postpone(hours);
      return {};
    },
  };
}
