// Opens the local sockets of the three programs for one command.

import { type AgentContract, agentContract } from '../shared/agent/agent-contract.ts';
import type { AgentState } from '../shared/agent/agent-state.ts';
import { type EmsAdminContract, emsAdminContract } from '../shared/ems/admin-contract.ts';
import { AppError, hasCode } from '../shared/errors/app-error.ts';
import { type GatewayAdminContract, gatewayAdminContract } from '../shared/gateway/admin-contract.ts';
import { type LocalProgram, lookedForAt } from '../shared/node/endpoint.ts';
import { connectLocal, type LocalClient } from '../shared/node/local-socket/client.ts';
import type { Contract } from '../shared/wire/define-contract.ts';
import type { Terminal } from './terminal.ts';

/** Talks to the daemon for as long as `use` runs. */
export async function withAgent<T>(
  terminal: Terminal,
  use: (agent: LocalClient<AgentContract>) => Promise<T>,
): Promise<T> {
  await using agent = await connectFirst(agentContract, 'agent', 'the agent daemon', terminal);
  return await use(agent);
}

/** Talks to the EMS of this machine for as long as `use` runs. */
export async function withEms<T>(
  terminal: Terminal,
  use: (ems: LocalClient<EmsAdminContract>) => Promise<T>,
): Promise<T> {
  await using ems = await connectFirst(emsAdminContract, 'ems', 'the EMS', terminal);
  return await use(ems);
}

/** Talks to the gateway of this machine for as long as `use` runs. */
export async function withGateway<T>(
  terminal: Terminal,
  use: (gateway: LocalClient<GatewayAdminContract>) => Promise<T>,
): Promise<T> {
  await using gateway = await connectFirst(gatewayAdminContract, 'gateway', 'the gateway', terminal);
  return await use(gateway);
}

/** The daemon's whole state as it is now. @throws AppError `socket-protocol` if it ends before it has told */
export async function currentState(agent: LocalClient<AgentContract>): Promise<AgentState> {
  for await (const state of agent.events('state', AbortSignal.timeout(5_000))) return state;
  throw new AppError('socket-protocol', { path: 'the agent daemon', why: 'it ended before it told its state' });
}

/** The system's program, or else the user's own. */
async function connectFirst<K extends Contract>(
  contract: K,
  place: LocalProgram,
  program: string,
  terminal: Terminal,
): Promise<LocalClient<K>> {
  const world = { platform: process.platform, env: terminal.environment, uid: process.geteuid?.() ?? null };
  let missing: unknown;
  for (const path of lookedForAt(place, world)) {
    try {
      return await connectLocal(contract, path, { program });
    } catch (error) {
      if (!hasCode(error, 'socket-not-there')) throw error;
      missing ??= error;
    }
  }
  throw missing;
}
