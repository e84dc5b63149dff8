// What an administrator does first: EMS up, gateway joined and approved, rules, tags, who sees which destination.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { readableFingerprint } from '../../../../shared/identity/fingerprint.ts';
import { siteName } from '../../../../shared/ids.ts';
import { type AuthoredRule, authoredRule, type OsName } from '../../../../shared/posture/rule.ts';
import { authoredRuleSet } from '../../../../shared/posture/rule-set.ts';
import { names } from '../../stage/configuration.ts';
import type { Stage } from '../../stage/stage.ts';
import { waitFor } from '../../stage/wait-for.ts';
import { command, remark, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';

const tenMinutesMs = 600_000;

/** Returns when devices can enroll, with a promise for the gateway that is still starting. */
export async function setUpOrganisation(world: StoryWorld): Promise<Promise<void>> {
  const { stage, tell } = world;
  await emsUp(world);
  const pending = await tell.step('gateway-join', 'A gateway asks to join, with an invitation', () => join(stage));
  const gatewayRuns = approveAndStart(world, pending);
  await tell.step('gateway-approve', 'The administrator compares its key and approves it', () => gatewayRuns.approved);
  await tell.step('rules', 'Rules say what a device must be like, tags are what it gets for it', () => rules(stage));
  // Nobody may be waiting yet when it fails.
  gatewayRuns.runs.catch(() => undefined);
  return gatewayRuns.runs;
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
      value('it says', readableFingerprint(said)),
      value('EMS says', readableFingerprint(summary.keyFingerprint)),
    ],
  };
}

function approveAndStart({ stage }: StoryWorld, pending: Pending) {
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
    .then(() => publish(stage));
  return { approved, runs };
}

/** Lets devices with the tag see what the gateway published. Seeing is not access: the gateway's file decides that. */
async function publish(stage: Stage): Promise<void> {
  const ems = await stage.ems();
  await waitFor(stage.signal, 'the gateway to publish its destinations', async () => {
    const { destinations } = await ems.call('destinations', {});
    return destinations.length >= 2 ? true : null;
  });
  for (const name of ['crm', 'files'])
    await ems.call('showDestinationTo', { name, tags: [names.supported], publish: true });
}

async function rules(stage: Stage) {
  const ems = await stage.ems();
  const os = thisOs();
  const [managed, supported] = rulesFor(os, stage.places.marker);
  for (const rule of [managed, supported]) await ems.call('putRule', { rule });
  const sets = [
    { id: 1, tag: names.managed, rule: managed.id, message: 'This device is not managed by corp.test.' },
    { id: 2, tag: names.supported, rule: supported.id, message: 'This operating system is too old.' },
  ];
  for (const { id, tag, rule, message } of sets)
    await ems.call('putRuleSet', {
      ruleSet: authoredRuleSet.parse({
        id,
        name: tag,
        enabled: true,
        tag,
        message,
        logic: { [os]: { op: 'and', rules: [{ id: rule }] } },
      }),
    });
  return {
    value: undefined,
    facts: { rules: [managed.title, supported.title], tags: sets.map((set) => set.tag) },
    lines: [
      value(`tag ${names.managed}`, `${managed.title}\n(file ${stage.places.marker})`),
      value('tag supported', `${supported.title}`),
      remark(`The gateway lets in who has ${names.managed}; who has ${names.supported} sees the names.`),
    ],
  };
}

function rulesFor(os: OsName, marker: string): readonly [AuthoredRule, AuthoredRule] {
  return [
    authoredRule.parse({
      id: 1,
      os,
      type: 'file',
      negated: false,
      path: marker,
      title: 'The device is managed by corp.test',
      remedy: `Put back the file ${marker}: touch ${marker}`,
    }),
    authoredRule.parse({
      id: 2,
      os,
      type: 'os-version',
      negated: true,
      comparator: '<',
      content: os === 'linux' ? 'Debian 10' : '10',
      title: 'The operating system is not too old',
      remedy: 'Install a newer release of the operating system.',
    }),
  ];
}

function thisOs(): OsName {
  if (process.platform === 'win32') return 'windows';
  return process.platform === 'darwin' ? 'macos' : 'linux';
}

function fingerprintIn(logFile: string): string | null {
  return /"fingerprint":"([0-9a-f]{64})"/.exec(readFileSync(logFile, 'utf8'))?.[1] ?? null;
}
