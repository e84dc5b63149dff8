// Asks the programs how they are: whether each is in touch with the others, and what it holds.

import type { Stage } from '../../build/demo/stage/stage.ts';
import { agentContract } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { emsAdminContract } from '../../shared/ems/admin-contract.ts';
import { gatewayAdminContract } from '../../shared/gateway/admin-contract.ts';
import { connectLocal } from '../../shared/node/local-socket/client.ts';

const withinMs = 5_000;

export async function agentState({ places }: Stage): Promise<AgentState> {
  const signal = AbortSignal.timeout(withinMs);
  await using agent = await connectLocal(agentContract, places.sockets.agent, { signal });
  for await (const state of agent.events('state', signal)) return state;
  throw new Error('the agent ended first');
}

export async function gatewayStatus({ places }: Stage) {
  const signal = AbortSignal.timeout(withinMs);
  await using gateway = await connectLocal(gatewayAdminContract, places.sockets.gateway, { signal });
  return await gateway.call('status', {}, signal);
}

/** What stands against everything being well, in words; null if nothing does. A program that does not answer is not well. */
export async function whatIsAmiss(stage: Stage, tag: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(withinMs);
    await using ems = await connectLocal(emsAdminContract, stage.places.sockets.ems, { signal });
    const { revision } = await ems.call('status', {}, signal);
    const gateway = await gatewayStatus(stage);
    if (!gateway.emsConnected) return 'the gateway has no link to the EMS';
    if (gateway.appliedRevision !== revision) return 'the gateway has not applied what the EMS knows';
    const agent = await agentState(stage);
    if (agent.ems.kind !== 'connected') return 'the agent has no link to the EMS';
    if (!agent.tags.some((each) => each === tag)) return `the agent lacks the tag ${tag}`;
    const isPublished =
      agent.destinations.length > 0 &&
      agent.destinations.every(({ state }) => state.kind === 'published' && state.hosts);
    return isPublished ? null : 'the names are not published';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
