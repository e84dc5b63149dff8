// Tells shells and CLIs of every state; one that cannot be told ends nothing.

import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { Logger } from '../../shared/log.ts';
import type { LocalServer } from '../../shared/node/local-socket/server.ts';
import type { Store } from '../state/store.ts';

export function tellState(store: Store, server: Pick<LocalServer<AgentContract>, 'publish'>, log: Logger): Disposable {
  const end = store.subscribe((state) => {
    try {
      server.publish('state', state);
    } catch (error) {
      // Shells see an older state then; tunnels go on.
      log.error('the state cannot be told', { error });
    }
  });
  return { [Symbol.dispose]: end };
}
