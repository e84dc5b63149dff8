// Tells the EMS that this device leaves.

import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import type { Logger } from '../../shared/log.ts';
import type { RouteClient } from '../../shared/node/route-client.ts';

const timeoutMs = 5_000;

/** False if the EMS could not be told; its tags end by themselves then. */
export async function tellLeaving(client: RouteClient<typeof agentRoutes>, log: Logger): Promise<boolean> {
  try {
    await client.call('unenroll', { body: {} }, AbortSignal.timeout(timeoutMs));
    return true;
  } catch (error) {
    log.warn('the EMS could not be told that this device leaves', { error });
    return false;
  }
}
