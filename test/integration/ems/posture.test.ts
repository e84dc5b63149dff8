import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import type { Report } from '../../../shared/ems/report.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { ruleId, siteName } from '../../../shared/ids.ts';
import { fileFact } from '../../../shared/posture/fact-name.ts';
import type { authoredRule } from '../../../shared/posture/rule.ts';
import { runningEms, type TestDevice, type TestEms, testInventory } from '../../doubles/running-ems.ts';

const marker = '/etc/managed';
const rule: z.input<typeof authoredRule> = { id: 1, os: 'linux', type: 'file', negated: false, path: marker };

async function teach(ems: TestEms): Promise<void> {
  await ems.admin.call('putRule', { rule });
  await ems.admin.call('putRuleSet', {
    ruleSet: {
      id: 1,
      name: 'Managed',
      enabled: true,
      tag: 'managed',
      logic: { linux: { op: 'and', rules: [{ id: 1 }] } },
    },
  });
}

let sequence = 0;

function reportOf(exists: boolean, over: Partial<Report> = {}): Report {
  sequence += 1;
  return {
    sequence,
    rulesRevision: 1_000,
    inventory: testInventory,
    facts: [{ fact: fileFact(marker), value: { kind: 'file', exists }, ageMs: 0 }],
    verdicts: [{ rule: ruleId.parse(1), verdict: exists ? 'satisfied' : 'unsatisfied', fact: fileFact(marker) }],
    ...over,
  };
}

async function report(ems: TestEms, device: TestDevice, body: Report): Promise<readonly string[]> {
  await using client = ems.agentClient(device);
  return (await client.call('report', { body })).tags;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => 'none',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

test('facts become tags at the EMS, and gateways learn of them', async () => {
  await using ems = await runningEms();
  await teach(ems);
  const device = await ems.enroll();
  const gateway = await ems.approvedGateway();
  assert.deepEqual(await report(ems, device, reportOf(true)), ['all_registered_clients', 'managed']);
  await using client = ems.gatewayClient(gateway);
  const all = await client.call('uidTags', { query: { epoch: 'none', since: 0 } });
  assert.equal(all.full, true);
  const [view] = all.items;
  assert.deepEqual([view?.uid, view?.tags, view?.online], [device.uid, ['all_registered_clients', 'managed'], true]);
  assert.deepEqual(
    view?.certificates.map((each) => [each.serial, each.state]),
    [[device.serial, 'active']],
  );
  assert.deepEqual(await report(ems, device, reportOf(false)), ['all_registered_clients']);
  const later = await client.call('uidTags', { query: { epoch: all.epoch, since: all.revision } });
  assert.equal(later.full, false);
  assert.deepEqual(
    later.items.map((each) => each.tags),
    [['all_registered_clients']],
  );
  const nothing = await client.call('uidTags', { query: { epoch: all.epoch, since: later.revision } });
  assert.deepEqual([nothing.full, nothing.items], [false, []]);
  const ahead = await client.call('uidTags', { query: { epoch: all.epoch, since: later.revision + 1_000 } });
  assert.equal(ahead.full, true);
});

test('a device that claims more than its facts say gets no tag by it, and is flagged', async () => {
  await using ems = await runningEms();
  await teach(ems);
  const device = await ems.enroll();
  const lie = reportOf(false, { verdicts: [{ rule: ruleId.parse(1), verdict: 'satisfied', fact: fileFact(marker) }] });
  assert.deepEqual(await report(ems, device, lie), ['all_registered_clients']);
  const details = await ems.admin.call('showEndpoint', { uid: device.uid });
  assert.deepEqual(details.disagreements, [1]);
});

test('verdicts by rules of before are not held against a device', async () => {
  await using ems = await runningEms();
  await teach(ems);
  const device = await ems.enroll();
  await report(ems, device, reportOf(true, { rulesRevision: 1, verdicts: [] }));
  assert.deepEqual((await ems.admin.call('showEndpoint', { uid: device.uid })).disagreements, []);
  await report(ems, device, reportOf(true, { verdicts: [] }));
  assert.deepEqual((await ems.admin.call('showEndpoint', { uid: device.uid })).disagreements, [1]);
});

test('a change of the rules judges the last facts of every device again', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  assert.deepEqual(await report(ems, device, reportOf(true)), ['all_registered_clients']);
  await teach(ems);
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.deepEqual(
    endpoints.map((each) => each.tags),
    [['all_registered_clients', 'managed']],
  );
  await ems.admin.call('removeRuleSet', { id: 1 });
  const after = await ems.admin.call('endpoints', {});
  assert.deepEqual(
    after.endpoints.map((each) => each.tags),
    [['all_registered_clients']],
  );
});

test('a rule that a set uses cannot be removed, and a set cannot name a rule that is not there', async () => {
  await using ems = await runningEms();
  await teach(ems);
  await assert.rejects(ems.admin.call('removeRule', { id: ruleId.parse(1) }), (error) =>
    hasCode(error, 'command-invalid'),
  );
  const logic = { linux: { op: 'and' as const, rules: [{ id: 99 }] } };
  await assert.rejects(
    ems.admin.call('putRuleSet', { ruleSet: { id: 2, name: 'x', enabled: true, tag: 'x', logic } }),
    (error) => hasCode(error, 'command-invalid'),
  );
});

test('silence takes a device offline and then its tags', async () => {
  await using ems = await runningEms({ settings: { offlineAfterMs: 200, tagsAfterMs: 400, sweepMs: 20 } });
  await teach(ems);
  const device = await ems.enroll();
  const gateway = await ems.approvedGateway();
  await report(ems, device, reportOf(true));
  await using client = ems.gatewayClient(gateway);
  const view = async () => (await client.call('uidTags', { query: { epoch: 'none', since: 0 } })).items[0];
  while ((await view())?.tags.length !== 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const silent = await view();
  assert.deepEqual([silent?.online, silent?.tags, silent?.validForMs], [false, [], 0]);
});

test('a device sees destinations by its tags, through gateways that serve its site', async () => {
  await using ems = await runningEms();
  await teach(ems);
  const device = await ems.enroll();
  const gateway = await ems.approvedGateway();
  await using asGateway = ems.gatewayClient(gateway);
  await asGateway.call('destinations', {
    body: {
      addresses: ['192.0.2.1:9443'],
      destinations: [{ name: 'crm', host: 'crm.corp.test', port: 8080, kind: 'http', needs: [] }],
    },
  });
  await ems.admin.call('showDestinationTo', { name: 'crm', tags: ['managed'], publish: true });
  await using asDevice = ems.agentClient(device);
  const seen = async () => (await asDevice.call('profile', {})).destinations.map((each) => each.host);
  assert.deepEqual(await seen(), []);
  await report(ems, device, reportOf(true));
  assert.deepEqual(await seen(), ['crm.corp.test']);
  const profile = await asDevice.call('profile', {});
  assert.deepEqual(profile.gateways, [{ id: gateway.id, addresses: ['192.0.2.1:9443'], serverName: 'gw.corp.test' }]);
  assert.deepEqual([profile.site, profile.domains], [siteName.parse('default'), ['corp.test']]);
  await ems.admin.call('withdrawGateway', { id: profile.gateways[0]?.id ?? raise() });
  assert.deepEqual(await seen(), []);
  assert.equal(await codeOf(asGateway.call('trust', {})), 'gateway-withdrawn');
});

function raise(): never {
  throw new Error('there is no gateway in the profile');
}
