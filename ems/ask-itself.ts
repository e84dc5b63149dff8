// What the EMS asks itself to find out whether it is well: how it stands, at its own admin socket.

import { emsAdminContract } from '../shared/ems/admin-contract.ts';
import { askAtSocket } from '../shared/node/supervision/ask-at-socket.ts';
import type { AskItself } from '../shared/node/supervision/keep-beating.ts';

/** It takes the loop, the socket and the database to answer. */
export function askItself(adminSocket: string): AskItself {
  return askAtSocket(emsAdminContract, adminSocket, (client, signal) => client.call('status', {}, signal));
}
