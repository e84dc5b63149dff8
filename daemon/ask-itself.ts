// What the daemon asks itself to find out whether it is well: its whole state, as its users get it, at its own socket.

import { agentContract } from '../shared/agent/agent-contract.ts';
import { askAtSocket } from '../shared/node/supervision/ask-at-socket.ts';
import type { AskItself } from '../shared/node/supervision/keep-beating.ts';

/** It takes the loop, the socket, the rights of a caller, the agent and its store to answer. */
export function askItself(socket: string): AskItself {
  return askAtSocket(agentContract, socket, async (client, signal) => {
    for await (const _state of client.events('state', signal)) return;
    signal.throwIfAborted();
    throw new Error('the connection ended before the state came');
  });
}
