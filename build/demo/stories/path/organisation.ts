// What an administrator does first: EMS up, gateway joined and approved, rules, tags, who sees which destination.

import { readFileSync } from 'node:fs';
import { readableFingerprint } from '../../../../shared/identity/fingerprint.ts';
import { siteName } from '../../../../shared/ids.ts';
import { authoredRuleSet } from '../../../../shared/posture/rule-set.ts';
import { names } from '../../stage/configuration.ts';
import type { Stage } from '../../stage/stage.ts';
import { waitFor } from '../../stage/wait-for.ts';
import { command, remark, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { osVersionHere, planRules, type RulePlan, thisOs } from './rules.ts';

const tenMinutesMs = 600_000;

/** An organisation that devices can enroll with. */
export interface Organisation {
  /** Resolves when the gateway, which may still be starting, has published its destinations. */
  readonly gatewayRuns: Promise<void>;
  /** The tags that this machine will get. */
  readonly tags: readonly string[];
}

export async function setUpOrganisation(world: StoryWorld): Promise<Organisation> {
  const { stage, tell } = world;
  const plan = planRules(thisOs(), stage.places.marker, await osVersionHere(stage.signal));
  await emsUp(world);
  const pending = await tell.step('gateway-join', 'A gateway asks to join, with an invitation', () => join(stage));
  const gatewayRuns = approveAndStart(world, pending, plan);
  await tell.step('gateway-approve', 'The administrator compares its key and approves it', () => gatewayRuns.approved);
  await tell.step('rules', 'Rules say what a device must be like, tags are what it gets for it', () =>
    rules(stage, plan),
  );
  // Nobody may be waiting yet when it fails.
  gatewayRuns.runs.catch(() => undefined);
  return { gatewayRuns: gatewayRuns.runs, tags: plan.sets.map(({ tag }) => tag) };
}

async function emsUp({ stage, tell }: StoryWorld): Promise<void> {
  await tell.step('ems', 'The management server (EMS) is up, with two new certificate authorities', async () => {
    const client = await stage.ems();
    const status = await client.call('status', {}, stage.signal);
    return {
      value: undefined,
      facts: { emsId: status.emsId, listeners: status.listeners },
      lines: [
        value('EMS', status.emsId),
        ...Object.entries(status.listeners).map(([name, address]) => value(name, address)),
        value('fabric CA', readableFingerprint(status.fabricCa)),
      ],
    };
  });
}

interface Pending {
  readonly id: string;
  readonly joined: Promise<void>;
}

async function join(stage: Stage) {
  const ems = await stage.ems();
  const { invitation } = await ems.call('invite', {
    role: 'gateway',
    site: names.site,
    domains: [],
    uses: 1,
    expiresInMs: tenMinutesMs,
    note: 'the gateway of the demo',
  });
  const joined = stage.programs.joinGateway(invitation);
  joined.catch(() => undefined);
  const summary = await waitFor(stage.signal, 'the gateway to ask', async () => {
    const { gateways } = await ems.call('gateways', {});
    return gateways.find((gateway) => gateway.state === 'pending') ?? null;
  });
  const said = await waitFor(stage.signal, 'the gateway to say its fingerprint', async () =>
    fingerprintIn(stage.places.log('gateway-join')),
  );
  if (said !== summary.keyFingerprint) throw new Error('the gateway shows another fingerprint than the EMS');
  const pending: Pending = { id: summary.id, joined };
  return {
    value: pending,
    facts: { gateway: summary.id, keyFingerprint: summary.keyFingerprint, same: true },
    lines: [
      value('gateway', summary.id),
      value('gateway says', readableFingerprint(said)),
      value('EMS says', readableFingerprint(summary.keyFingerprint)),
    ],
  };
}

function approveAndStart({ stage }: StoryWorld, pending: Pending, plan: RulePlan) {
  const approve = async () => {
    const ems = await stage.ems();
    const { gateways } = await ems.call('gateways', {});
    const id = gateways.find((gateway) => gateway.id === pending.id)?.id;
    if (id === undefined) throw new Error('the gateway is no longer there');
    await ems.call('approveGateway', { id, names: [names.gateway], sites: [siteName.parse(names.site)] });
    return {
      value: undefined,
      facts: { name: names.gateway },
      lines: [command(`stile ems gateways approve ${id} --names ${names.gateway} --sites ${names.site}`)],
    };
  };
  const approved = approve();
  const runs = approved
    .then(() => pending.joined)
    .then(() => stage.programs.startGateway())
    .then(() => publish(stage, plan));
  return { approved, runs };
}

/** Lets devices with the tag see what the gateway published. Seeing is not access: the gateway's file decides that. */
async function publish(stage: Stage, plan: RulePlan): Promise<void> {
  const ems = await stage.ems();
  await waitFor(stage.signal, 'the gateway to publish its destinations', async () => {
    const { destinations } = await ems.call('destinations', {});
    return destinations.length >= 2 ? true : null;
  });
  for (const name of ['crm', 'files']) await ems.call('showDestinationTo', { name, tags: [plan.sees], publish: true });
}

async function rules(stage: Stage, plan: RulePlan) {
  const ems = await stage.ems();
  for (const { rule } of plan.sets) await ems.call('putRule', { rule });
  for (const [at, { tag, rule, message }] of plan.sets.entries())
    await ems.call('putRuleSet', {
      ruleSet: authoredRuleSet.parse({
        id: at + 1,
        name: tag,
        enabled: true,
        tag,
        message,
        logic: { [rule.os]: { op: 'and', rules: [{ id: rule.id }] } },
      }),
    });
  return {
    value: undefined,
    facts: {
      rules: plan.sets.map(({ rule }) => rule.title),
      tags: plan.sets.map(({ tag }) => tag),
      leftOut: plan.leftOut,
    },
    lines: [
      ...plan.sets.map(({ tag, rule, says }) => value(`tag ${tag}`, `${rule.title}\n(${says})`)),
      ...(plan.leftOut === null ? [] : [remark(plan.leftOut)]),
      remark(`Devices tagged ${plan.sees} see the names; the gateway lets in those tagged ${names.managed}.`),
    ],
  };
}

function fingerprintIn(logFile: string): string | null {
  return /"fingerprint":"([0-9a-f]{64})"/.exec(readFileSync(logFile, 'utf8'))?.[1] ?? null;
}
