// What the gateway asks itself to find out whether it is well: how it stands, at its own admin socket.

import { gatewayAdminContract } from '../shared/gateway/admin-contract.ts';
import { askAtSocket } from '../shared/node/supervision/ask-at-socket.ts';
import type { AskItself } from '../shared/node/supervision/keep-beating.ts';

/** It takes the loop and the socket to answer; that the EMS is away is no reason to start anew. */
export function askItself(adminSocket: string): AskItself {
  return askAtSocket(gatewayAdminContract, adminSocket, (client, signal) => client.call('status', {}, signal));
}
