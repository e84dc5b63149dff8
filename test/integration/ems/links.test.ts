import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeCodes } from '../../../shared/ems/events.ts';
import { gatewayId } from '../../../shared/ids.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, testInventory } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';
import { openLink } from './agent-link.ts';
import { dayMs } from './planted.ts';

test('a connected agent hears a beat at once; revoking its device closes it for good', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  using link = openLink(ems, 'agent', device);
  await link.hear((event) => event.type === 'beat');
  await ems.admin.call('revokeEndpoint', { uid: device.uid, reason: 'stolen' });
  assert.equal(await link.closed, closeCodes.withdrawn);
  using again = openLink(ems, 'agent', device);
  assert.equal(await again.closed, 1006);
});

test('beats come at their interval with the revision of the moment', async () => {
  await using ems = await runningEms({ settings: { beatIntervalMs: 20 } });
  const device = await ems.enroll();
  using link = openLink(ems, 'agent', device);
  const first = await link.hear((event) => event.type === 'beat');
  await ems.enroll();
  const later = await link.hear((event) => event.type === 'beat' && event.revision > first.revision);
  assert.equal(later.epoch, first.epoch);
});

test('revoking the certificate of a connection closes it, so that its holder tries to renew', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  using link = openLink(ems, 'agent', device);
  await link.hear((event) => event.type === 'beat');
  await ems.admin.call('revokeCertificate', { serial: device.serial, reason: 'lost' });
  assert.equal(await link.closed, closeCodes.refused);
});

test('who was ended without a word to this process hears no beat any more, and is closed', async () => {
  await using ems = await runningEms({ settings: { beatIntervalMs: 20 } });
  const device = await ems.enroll();
  const gateway = await ems.approvedGateway();
  using atAgent = openLink(ems, 'agent', device);
  using atGateway = openLink(ems, 'gateway', gateway);
  await atAgent.hear((event) => event.type === 'beat');
  await atGateway.hear((event) => event.type === 'beat');
  await testStore().query(ems.directory, `update certificates set state = 'revoked' where owner = '${device.uid}'`);
  assert.equal(await atAgent.closed, closeCodes.refused);
  await testStore().query(ems.directory, `update gateways set state = 'withdrawn' where id = '${gateway.id}'`);
  assert.equal(await atGateway.closed, closeCodes.withdrawn);
});

test('a connection does not outlive the certificate it was made with', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings: { beatIntervalMs: 20 } });
  const device = await ems.enroll();
  using link = openLink(ems, 'agent', device);
  await link.hear((event) => event.type === 'beat');
  clock.forward(91 * dayMs);
  assert.equal(await link.closed, closeCodes.refused);
});

test('withdrawing a gateway closes its connection for good', async () => {
  await using ems = await runningEms();
  const gateway = await ems.approvedGateway();
  using link = openLink(ems, 'gateway', gateway);
  await link.hear((event) => event.type === 'beat');
  await ems.admin.call('withdrawGateway', { id: gatewayId.parse(gateway.id) });
  assert.equal(await link.closed, closeCodes.withdrawn);
  using again = openLink(ems, 'gateway', gateway);
  assert.equal(await again.closed, 1006);
});

test('a client of another version is told so by the close code', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  using link = openLink(ems, 'agent', device, 'stile.agent.v9');
  assert.equal(await link.closed, closeCodes.version);
  assert.deepEqual(link.heard, []);
});

test('a change of tags reaches the gateway at once and the agent as a new profile; a mere refresh waits for the beat', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const gateway = await ems.approvedGateway();
  using atGateway = openLink(ems, 'gateway', gateway);
  using atAgent = openLink(ems, 'agent', device);
  await atGateway.hear((event) => event.type === 'beat');
  await atAgent.hear((event) => event.type === 'beat');
  await using client = ems.agentClient(device);
  const body = { rulesRevision: 1, inventory: testInventory, facts: [], verdicts: [] };
  const first = await client.call('report', { body: { ...body, sequence: 1 } });
  await atGateway.hear((event) => event.type === 'changed' && event.what === 'tags');
  await atAgent.hear((event) => event.type === 'changed' && event.what === 'profile');
  const heard = atGateway.heard.length;
  const second = await client.call('report', { body: { ...body, sequence: 2 } });
  assert.ok(second.revision > first.revision);
  assert.equal(atGateway.heard.length, heard);
});

test('what a gateway has applied stands beside the revision it should have', async () => {
  await using ems = await runningEms();
  const gateway = await ems.approvedGateway();
  using link = openLink(ems, 'gateway', gateway);
  const { revision } = await link.hear((event) => event.type === 'beat');
  link.socket.send(JSON.stringify({ type: 'something of a later release' }));
  link.socket.send(JSON.stringify({ type: 'applied', revision }));
  let applied: number | null = null;
  while (applied === null) {
    const { gateways } = await ems.admin.call('gateways', {});
    applied = gateways[0]?.appliedRevision ?? null;
  }
  assert.equal(applied, revision);
});

test('a client that floods or speaks no JSON is cut off', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  for (const words of ['not JSON', JSON.stringify({ type: 'applied', fill: 'x'.repeat(10_000) })]) {
    using link = openLink(ems, 'agent', device);
    await link.hear((event) => event.type === 'beat');
    link.socket.send(words);
    assert.ok([1006, 1009].includes(await link.closed));
  }
});
