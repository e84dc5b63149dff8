// Opens the local sockets of the three programs for one command.

import { type AgentContract, agentContract } from '../shared/agent/agent-contract.ts';
import type { AgentState } from '../shared/agent/agent-state.ts';
import { type EmsAdminContract, emsAdminContract } from '../shared/ems/admin-contract.ts';
import { consolePaths } from '../shared/ems/administrators.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { type GatewayAdminContract, gatewayAdminContract } from '../shared/gateway/admin-contract.ts';
import { contractClient } from '../shared/node/contract-client.ts';
import { type LocalProgram, lookedForAt } from '../shared/node/endpoint.ts';
import { appointedOwner } from '../shared/node/local-socket/appointed-owner.ts';
import type { LocalClient } from '../shared/node/local-socket/client.ts';
import { connectFirst } from '../shared/node/local-socket/connect-first.ts';
import type { Contract } from '../shared/wire/define-contract.ts';
import { savedLogin } from './ems-login.ts';
import type { Terminal } from './terminal.ts';

/** Talks to the daemon for as long as `use` runs. */
export async function withAgent<T>(
  terminal: Terminal,
  use: (agent: LocalClient<AgentContract>) => Promise<T>,
): Promise<T> {
  await using agent = await connectTo(agentContract, 'agent', 'the agent daemon', terminal);
  return await use(agent);
}

/** A connection to the daemon for as long as the caller keeps it. */
export function connectToAgent(terminal: Terminal, signal: AbortSignal): Promise<LocalClient<AgentContract>> {
  return connectTo(agentContract, 'agent', 'the agent daemon', terminal, signal);
}

/**
 * Talks to an EMS for as long as `use` runs: to that of this machine, or to the one elsewhere that the user signed in at. A
 * socket that the environment names comes first.
 */
export async function withEms<T>(
  terminal: Terminal,
  use: (ems: Pick<LocalClient<EmsAdminContract>, 'call'>) => Promise<T>,
): Promise<T> {
  const named = terminal.environment.STILE_EMS_SOCKET;
  const elsewhere = named === undefined || named === '' ? await savedLogin(terminal.environment) : null;
  if (elsewhere !== null) {
    await using remote = contractClient(emsAdminContract, consolePaths.commands, elsewhere);
    return await use(remote);
  }
  await using ems = await connectTo(emsAdminContract, 'ems', 'the EMS', terminal);
  return await use(ems);
}

/** Talks to the gateway of this machine for as long as `use` runs. */
export async function withGateway<T>(
  terminal: Terminal,
  use: (gateway: LocalClient<GatewayAdminContract>) => Promise<T>,
): Promise<T> {
  await using gateway = await connectTo(gatewayAdminContract, 'gateway', 'the gateway', terminal);
  return await use(gateway);
}

/** The daemon's whole state as it is now. @throws AppError `socket-protocol` if it ends before it has told */
export async function currentState(agent: LocalClient<AgentContract>): Promise<AgentState> {
  for await (const state of agent.events('state', AbortSignal.timeout(5_000))) return state;
  throw new AppError('socket-protocol', { path: 'the agent daemon', why: 'it ended before it told its state' });
}

/** The system's program, or else the user's own. */
async function connectTo<K extends Contract>(
  contract: K,
  place: LocalProgram,
  program: string,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<LocalClient<K>> {
  const world = { platform: process.platform, env: terminal.environment, uid: process.geteuid?.() ?? null };
  const [first = '', ...others] = lookedForAt(place, world);
  // The agent's daemon is root's. Servers run as users of their own, whom root has given a folder to serve in.
  const trustedUids = place === 'agent' ? [] : await appointedOwner(first);
  const options = { program, trustedUids, ...(signal === undefined ? {} : { signal }) };
  return await connectFirst(contract, [first, ...others], options);
}
