// Opens the local sockets of the three programs for one command.

import { type AgentContract, agentContract } from '../shared/agent/agent-contract.ts';
import type { AgentState } from '../shared/agent/agent-state.ts';
import { type EmsAdminContract, emsAdminContract } from '../shared/ems/admin-contract.ts';
import { type GatewayAdminContract, gatewayAdminContract } from '../shared/gateway/admin-contract.ts';
import { agentSocketPath, emsSocketPath, gatewaySocketPath } from '../shared/node/endpoint.ts';
import { connectLocal, type LocalClient } from '../shared/node/local-socket/client.ts';
import type { Terminal } from './terminal.ts';

/** Talks to the daemon for as long as `use` runs. */
export async function withAgent<T>(
  terminal: Terminal,
  use: (agent: LocalClient<AgentContract>) => Promise<T>,
): Promise<T> {
  await using agent = await connectLocal(agentContract, agentSocketPath(process.platform, terminal.environment));
  return await use(agent);
}

/** The daemon's whole state as it is now. */
export async function agentStateNow(terminal: Terminal): Promise<AgentState> {
  return await withAgent(terminal, (agent) => agent.next('state'));
}

/** Talks to the EMS of this machine for as long as `use` runs. */
export async function withEms<T>(
  terminal: Terminal,
  use: (ems: LocalClient<EmsAdminContract>) => Promise<T>,
): Promise<T> {
  await using ems = await connectLocal(emsAdminContract, emsSocketPath(process.platform, terminal.environment));
  return await use(ems);
}

/** Talks to the gateway of this machine for as long as `use` runs. */
export async function withGateway<T>(
  terminal: Terminal,
  use: (gateway: LocalClient<GatewayAdminContract>) => Promise<T>,
): Promise<T> {
  await using gateway = await connectLocal(
    gatewayAdminContract,
    gatewaySocketPath(process.platform, terminal.environment),
  );
  return await use(gateway);
}
