// What ends an access: each cause as it really happens, the code it is known by, and how it is put right again.

import { rmSync, writeFileSync } from 'node:fs';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import { gatewayAdminContract } from '../../../../shared/gateway/admin-contract.ts';
import { deviceId } from '../../../../shared/ids.ts';
import { connectLocal } from '../../../../shared/node/local-socket/client.ts';
import { authoredRule } from '../../../../shared/posture/rule.ts';
import { type GatewayChoices, names, writeGatewayFile } from '../../stage/configuration.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import type { StoryWorld } from '../story.ts';
import { reload } from './turn-away.ts';

export interface Cause {
  readonly name: string;
  readonly code: string;
  /** What a connection that carries nothing hears of it: the code, a reset, or nothing, because it was not meant. */
  readonly onPooled: 'refused' | 'let-in';
  happen(world: StoryWorld): Promise<void>;
  /** The agent hears of it from the EMS, too: it may end what it carries before the gateway does. */
  readonly agentMayBeFirst?: true;
  /** Null: it is for good, and comes last. */
  readonly mend: ((world: StoryWorld, agent: WatchedAgent) => Promise<void>) | null;
}

const marked = 'this device is managed\n';

export const causes: readonly Cause[] = [
  {
    ...{ name: 'the device loses its posture', code: '065', onPooled: 'refused' },
    happen: async ({ stage }) => rmSync(stage.places.marker),
    mend: async ({ stage }) => writeFileSync(stage.places.marker, marked),
  },
  {
    ...{ name: 'a rule is changed at the EMS', code: '065', onPooled: 'refused' },
    happen: (world) => putMarkerRule(world, `${world.stage.places.marker}.other`),
    mend: (world) => putMarkerRule(world, world.stage.places.marker),
  },
  {
    ...{ name: 'a policy denies it', code: '062', onPooled: 'refused' },
    happen: (world) =>
      configure(world, { policies: [{ name: 'closed-now', action: 'deny', destinations: ['crm'], tags: 'none' }] }),
    mend: (world) => configure(world, {}),
  },
  {
    ...{ name: 'the destination is removed', code: '022', onPooled: 'refused' },
    happen: (world) => configure(world, { withoutCrm: true }),
    async mend(world, agent) {
      // Its name went, too: who puts it back before that was heard would see it go later.
      await agent.until('the name to go', (state) => (hasCrm(state) ? null : true));
      await configure(world, {});
      await agent.until('the name to come back', (state) => (hasCrm(state) ? true : null));
    },
  },
  {
    ...{ name: 'an administrator cuts the device', code: '098', onPooled: 'let-in' },
    happen: cut,
    mend: async () => undefined,
  },
  {
    ...{ name: 'the device is revoked', code: '063', onPooled: 'refused', agentMayBeFirst: true },
    async happen({ stage, outcome }) {
      const ems = await stage.ems();
      await ems.call('revokeEndpoint', { uid: deviceId.parse(outcome.uid), reason: 'stolen' });
    },
    mend: null,
  },
];

function hasCrm({ destinations }: AgentState): boolean {
  return destinations.some(({ destination, state }) => destination.host === names.crm && state.kind === 'published');
}

async function putMarkerRule({ stage }: StoryWorld, path: string): Promise<void> {
  const ems = await stage.ems();
  const { rules } = await ems.call('rules', {});
  const rule = rules.find((each) => each.type === 'file');
  if (rule === undefined) throw new Error('the EMS has no rule about a file');
  await ems.call('putRule', { rule: authoredRule.parse({ ...rule, path }) });
}

async function configure(world: StoryWorld, choices: GatewayChoices): Promise<void> {
  writeGatewayFile(world.stage.places, choices);
  await reload(world);
}

async function cut({ stage, outcome }: StoryWorld): Promise<void> {
  await using gateway = await connectLocal(gatewayAdminContract, stage.places.sockets.gateway, {
    signal: stage.signal,
  });
  await gateway.call('cut', { uid: deviceId.parse(outcome.uid) }, stage.signal);
}
