// The commands of the local socket made real, one function each.

import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { Agent } from '../agent.ts';
import { examine } from '../explain/doctor.ts';
import { explain } from '../explain/why.ts';
import { osFamily } from '../inventory.ts';
import type { TunnelUsers } from '../local-users.ts';
import type { LogRing } from '../log-ring.ts';
import type { World } from '../world.ts';

export function agentHandlers(
  world: World,
  agent: Agent,
  users: TunnelUsers,
  ring: LogRing,
): Handlers<AgentContract, KnownCaller> {
  return {
    inspectInvitation: ({ invitation }) => agent.inspect(invitation),
    enroll: async ({ invitation, consent }, caller) => {
      const by = { uid: caller.uid, name: await users.nameOf(caller.uid) };
      const { uid, serial } = await agent.enroll(invitation, consent.fabricCa, by);
      return { uid, serial };
    },
    unenroll: () => agent.unenroll(),
    recheck: async () => {
      await agent.recheck();
      return {};
    },
    why: ({ destination }) =>
      explain(destination, world.store.current, agent.membership?.profile ?? null, osFamily(world)),
    doctor: async () => ({ findings: await examine(world.store.current, world.clock.now()) }),
    logs: ({ lines }) => ({ lines: ring.latest(lines) }),
  };
}
