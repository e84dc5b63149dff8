// The command `uninstall`, as the socket's callers give it.

import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { TunnelUsers } from '../local-users.ts';
import type { Uninstall } from '../uninstall/uninstall.ts';
import type { Viewer } from './visible-state.ts';

/** Who asks, the kernel says. */
export function uninstallHandler(
  uninstall: () => Uninstall,
  users: Pick<TunnelUsers, 'nameOf'>,
  viewerOf: (caller: KnownCaller) => Promise<Viewer>,
): Pick<Handlers<AgentContract, KnownCaller>, 'uninstall'> {
  return {
    uninstall: async ({ code }, caller) => {
      const [name, { isAdministrator }] = [await users.nameOf(caller.uid), await viewerOf(caller)];
      await uninstall().begin({ name, isAdministrator }, code);
      return {};
    },
  };
}
