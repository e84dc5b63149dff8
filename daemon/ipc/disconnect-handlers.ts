// The commands `disconnect` and `connect`, as the socket's callers give them.

import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { Disconnecting } from '../disconnection/keep.ts';
import type { TunnelUsers } from '../local-users.ts';
import type { Viewer } from './visible-state.ts';

/** Who asks, the kernel says. */
export function disconnectHandlers(
  disconnecting: () => Disconnecting,
  users: Pick<TunnelUsers, 'nameOf'>,
  viewerOf: (caller: KnownCaller) => Promise<Viewer>,
): Pick<Handlers<AgentContract, KnownCaller>, 'disconnect' | 'connect'> {
  return {
    disconnect: async ({ reason }, caller) => {
      const [name, { isAdministrator }] = [await users.nameOf(caller.uid), await viewerOf(caller)];
      await disconnecting().disconnect({ name, isAdministrator }, reason);
      return {};
    },
    connect: async (_params, caller) => {
      await disconnecting().connect(await users.nameOf(caller.uid));
      return {};
    },
  };
}
