import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { request } from 'undici';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { gatewayId, siteName } from '../../../shared/ids.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { openssl } from '../../doubles/openssl.ts';
import { nextUid, runningEms, type TestEms, testInventory } from '../../doubles/running-ems.ts';

const main = siteName.parse('default');
const branch = siteName.parse('branch');

/** What a gateway asks with, again and again, until it is approved. */
async function joining(ems: TestEms) {
  const code = await ems.code({ role: 'gateway', domains: [], expiresInMs: 60_000 });
  return { code, csr: await makeCsr(await newKeyPair('p256'), 'wanted.corp.test'), version: 'test' };
}

async function join(ems: TestEms, body: Awaited<ReturnType<typeof joining>>) {
  await using client = ems.gatewayClient();
  return await client.call('join', { body });
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => 'ok',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

test('a gateway waits as pending until it is approved, however often and long it asks', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock });
  const body = await joining(ems);
  const first = await join(ems, body);
  assert.equal(first.state, 'pending');
  clock.forward(120_000);
  assert.deepEqual(await join(ems, body), first);
  const { gateways } = await ems.admin.call('gateways', {});
  assert.equal(gateways.length, 1);
  assert.equal(gateways[0]?.keyFingerprint, first.state === 'pending' ? first.keyFingerprint : '');
  await ems.admin.call('approveGateway', { id: first.gatewayId, names: ['gw.corp.test'], sites: [main] });
  const approved = await join(ems, body);
  assert.equal(approved.state, 'approved');
  assert.deepEqual(
    await join(ems, body).then((answer) => answer.state === 'approved' && answer.serial),
    approved.serial,
  );
});

test('the names in a certificate are those of the approval, whatever the request says', async () => {
  await using ems = await runningEms();
  const body = await joining(ems);
  const { gatewayId: id } = await join(ems, body);
  await ems.admin.call('approveGateway', { id, names: ['gw.corp.test', 'GW2.corp.test'], sites: [main] });
  const answer = await join(ems, body);
  assert.ok(answer.state === 'approved');
  const certificate = new X509Certificate(answer.certificate);
  const names = (certificate.subjectAltName ?? '').split(', ').filter((name) => name.startsWith('DNS:'));
  assert.deepEqual(names, ['DNS:gw.corp.test', 'DNS:gw2.corp.test']);
  assert.deepEqual([...(certificate.keyUsage ?? [])].sort(), ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
});

test("the EMS's own names, and what is no name, are approved for nobody", async () => {
  await using ems = await runningEms();
  const { gatewayId: id } = await join(ems, await joining(ems));
  for (const name of ['localhost', 'not a name', '*.corp.test']) {
    const attempt = ems.admin.call('approveGateway', { id, names: [name], sites: [main] });
    await assert.rejects(attempt, (error) => hasCode(error, 'command-invalid'), name);
  }
  const { entries } = await ems.admin.call('audit', { limit: 1 });
  assert.deepEqual([entries[0]?.action, entries[0]?.outcome], ['gateways approve', 'refused']);
});

test('a withdrawn gateway is refused everywhere and stands in the revocation list of the fabric CA', async () => {
  await using ems = await runningEms();
  const gateway = await ems.approvedGateway();
  await using client = ems.gatewayClient(gateway);
  assert.equal(await codeOf(client.call('trust', {})), 'ok');
  await ems.admin.call('withdrawGateway', { id: gatewayId.parse(gateway.id) });
  const csr = await makeCsr(await newKeyPair('p256'), gateway.id);
  const attempts = [
    () => client.call('trust', {}),
    () => client.call('uidTags', { query: { epoch: 'none', since: 0 } }),
    () => client.call('destinations', { body: { addresses: ['192.0.2.1:9443'], destinations: [] } }),
    () => client.call('renew', { body: { csr } }),
  ];
  for (const attempt of attempts) assert.equal(await codeOf(attempt()), 'gateway-withdrawn');
  const leaf = new X509Certificate(gateway.cert);
  const caUrl = /CA Issuers - URI:(\S+)/.exec(leaf.infoAccess ?? '')?.[1] ?? '';
  const list = await (await request(caUrl.replace('/ca/', '/crl/').replace('.pem', '.crl'))).body.arrayBuffer();
  await using tool = await openssl();
  await tool.file('list.crl', new Uint8Array(list));
  const shown = await tool.run('crl', '-inform', 'DER', '-in', 'list.crl', '-noout', '-text');
  assert.ok(shown.text.includes(leaf.serialNumber), shown.text);
});

test('a gateway whose certificate was revoked gets no other by asking again', async () => {
  await using ems = await runningEms();
  const body = await joining(ems);
  const { gatewayId: id } = await join(ems, body);
  await ems.admin.call('approveGateway', { id, names: ['gw.corp.test'], sites: [main] });
  const answer = await join(ems, body);
  assert.ok(answer.state === 'approved');
  await ems.admin.call('revokeCertificate', { serial: answer.serial, reason: 'copied' });
  assert.equal(await codeOf(join(ems, body)), 'enrollment-refused');
});

test('a gateway renews with a new key and keeps its names', async () => {
  await using ems = await runningEms();
  const gateway = await ems.approvedGateway(['gw.corp.test']);
  await using client = ems.gatewayClient(gateway);
  const made = await client.call('renew', { body: { csr: await makeCsr(await newKeyPair('p256'), 'other.test') } });
  assert.equal(new X509Certificate(made.certificate).checkHost('gw.corp.test'), 'gw.corp.test');
  assert.equal(new X509Certificate(made.certificate).checkHost('other.test'), undefined);
});

/** Enrols a device into a site, anew or once more after a release. */
async function enrollInto(ems: TestEms, site: typeof main, uid = nextUid()): Promise<string> {
  await using client = ems.agentClient();
  const csr = await makeCsr(await newKeyPair('p256'), uid);
  const code = await ems.code({ site });
  return (await client.call('enroll', { body: { code, csr, uid, inventory: testInventory } })).uid;
}

test('a gateway sees the devices of its sites only, all of them when its sites change', async () => {
  await using ems = await runningEms();
  const here = await enrollInto(ems, main);
  const there = await enrollInto(ems, branch);
  const gateway = await ems.approvedGateway();
  await using client = ems.gatewayClient(gateway);
  const first = await client.call('uidTags', { query: { epoch: 'none', since: 0 } });
  assert.deepEqual(
    first.items.map((view) => view.uid),
    [here],
  );
  await ems.admin.call('approveGateway', {
    id: gatewayId.parse(gateway.id),
    names: ['gw.corp.test'],
    sites: [branch],
  });
  const second = await client.call('uidTags', { query: { epoch: first.epoch, since: first.revision } });
  assert.deepEqual([second.full, second.items.map((view) => view.uid)], [true, [there]]);
});

test('a device that moved to another site is gone from the view of the one it left', async () => {
  await using ems = await runningEms();
  const uid = nextUid();
  await enrollInto(ems, main, uid);
  const gateway = await ems.approvedGateway();
  await using client = ems.gatewayClient(gateway);
  const first = await client.call('uidTags', { query: { epoch: 'none', since: 0 } });
  assert.equal(first.items.length, 1);
  await ems.admin.call('releaseEndpoint', { uid });
  await enrollInto(ems, branch, uid);
  const second = await client.call('uidTags', { query: { epoch: first.epoch, since: first.revision } });
  assert.deepEqual([second.full, second.items], [true, []]);
});

test('of two gateways that give one name to different servers, the first one stands', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  for (const [host, name] of [
    ['crm.corp.test', 'gw1.corp.test'],
    ['crm.elsewhere.test', 'gw2.corp.test'],
  ] as const) {
    await using client = ems.gatewayClient(await ems.approvedGateway([name]));
    const destinations = [{ name: 'crm', host, port: 80, kind: 'tcp' as const, needs: [] }];
    await client.call('destinations', { body: { addresses: ['192.0.2.1:9443'], destinations } });
  }
  await ems.admin.call('showDestinationTo', { name: 'crm', tags: ['*'], publish: true });
  await using agent = ems.agentClient(device);
  const { destinations } = await agent.call('profile', {});
  assert.deepEqual(
    destinations.map((each) => each.host),
    ['crm.corp.test'],
  );
});

test('a gateway that publishes once more what it published changes nothing; anything else does', async () => {
  await using ems = await runningEms();
  await using client = ems.gatewayClient(await ems.approvedGateway());
  const crm = { name: 'crm', host: 'crm.corp.test', port: 80, kind: 'tcp' as const, needs: [] };
  const files = { ...crm, name: 'files', port: 445 };
  const publish = async (destinations: readonly (typeof crm)[], addresses = ['127.0.0.1:9']) =>
    (await client.call('destinations', { body: { addresses, destinations: [...destinations] } })).revision;
  const first = await publish([crm, files]);
  assert.equal(await publish([files, crm]), first);
  assert.equal(await ems.admin.call('status', {}).then(({ revision }) => revision), first);
  const changed = [await publish([crm]), await publish([{ ...crm, port: 81 }]), await publish([crm], ['127.0.0.1:10'])];
  assert.deepEqual(
    changed,
    [...new Set(changed)].sort((one, next) => one - next),
  );
  assert.ok(changed.every((revision) => revision > first));
});
