// Two EMS processes on one PostgreSQL: what is done at one holds at the other.

import assert from 'node:assert/strict';
import { cp, mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { request } from 'undici';
import { closeCodes } from '../../../shared/ems/events.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { gatewayId } from '../../../shared/ids.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { startPostgres } from '../../doubles/postgres.ts';
import { nextUid, runningEms, type TestDevice, type TestEms, testInventory } from '../../doubles/running-ems.ts';
import { openLink } from '../../integration/ems/agent-link.ts';
import { approveWebHosts, askWebCertificate, codeOf, createWebCa } from '../../integration/ems/web-stage.ts';

const postgres = await startPostgres();
after(() => postgres[Symbol.asyncDispose]());

interface Pair extends AsyncDisposable {
  readonly a: TestEms;
  readonly b: TestEms;
  readonly database: string;
}

async function twoProcesses(settings: Readonly<Record<string, unknown>> = {}): Promise<Pair> {
  const stack = new AsyncDisposableStack();
  const { path: caDirectory } = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'stile-ca-')));
  const database = await postgres.newDatabase();
  const open = async () => stack.use(await runningEms({ settings: { database, caDirectory, ...settings } }));
  const [a, b] = [await open(), await open()];
  return { a, b, database: database.name, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

let sequence = 0;

async function report(ems: TestEms, device: TestDevice): Promise<void> {
  await using client = ems.agentClient(device);
  sequence += 1;
  await client.call('report', {
    body: { sequence, rulesRevision: 1, inventory: testInventory, facts: [], verdicts: [] },
  });
}

async function onlineAt(ems: TestEms, uid: string): Promise<boolean | undefined> {
  return (await ems.admin.call('endpoints', {})).endpoints.find((each) => each.uid === uid)?.online;
}

/** Asks until it is so; how long that takes is for the runner's limit to say. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('a device that enrolled at one process is served by the other, and stands on both lists', async () => {
  await using pair = await twoProcesses();
  const device = await pair.a.enroll();
  await using client = pair.b.agentClient(device);
  assert.equal((await client.call('profile', {})).site, 'default');
  for (const ems of [pair.a, pair.b]) {
    const { endpoints } = await ems.admin.call('endpoints', {});
    assert.deepEqual(
      endpoints.map((each) => each.uid),
      [device.uid],
    );
  }
});

test('of twenty who ask at both processes with a one-time code, exactly one gets in', async () => {
  await using pair = await twoProcesses();
  const code = await pair.a.code();
  const attempts = Array.from({ length: 20 }, async (_, at) => {
    await using client = (at % 2 === 0 ? pair.a : pair.b).agentClient();
    const uid = nextUid();
    const csr = await makeCsr(await newKeyPair('p256'), uid);
    return await client.call('enroll', { body: { code, csr, uid, inventory: testInventory } });
  });
  const outcomes = await Promise.allSettled(attempts);
  assert.equal(outcomes.filter((each) => each.status === 'fulfilled').length, 1);
  assert.equal((await pair.b.admin.call('endpoints', {})).endpoints.length, 1);
});

const endings = [
  {
    what: 'a device that is revoked',
    kind: 'agent',
    code: closeCodes.withdrawn,
    end: (ems: TestEms, who: { readonly id: string }) =>
      ems.admin.call('revokeEndpoint', { uid: who.id as TestDevice['uid'], reason: 'stolen' }),
  },
  {
    what: 'a certificate that is revoked',
    kind: 'agent',
    code: closeCodes.refused,
    end: (ems: TestEms, who: { readonly serial: string }) =>
      ems.admin.call('revokeCertificate', { serial: who.serial, reason: 'lost' }),
  },
  {
    what: 'a gateway that is withdrawn',
    kind: 'gateway',
    code: closeCodes.withdrawn,
    end: (ems: TestEms, who: { readonly id: string }) =>
      ems.admin.call('withdrawGateway', { id: gatewayId.parse(who.id) }),
  },
] as const;

for (const { what, kind, code, end } of endings) {
  test(`${what} at one process loses its connection to the other`, async () => {
    await using pair = await twoProcesses();
    const who =
      kind === 'agent'
        ? await pair.a.enroll().then((device) => ({ ...device, id: device.uid }))
        : { ...(await pair.a.approvedGateway()), serial: '' };
    using link = openLink(pair.b, kind, who);
    await link.hear((event) => event.type === 'beat');
    await end(pair.a, who);
    assert.equal(await link.closed, code);
  });
}

test('whoever is connected to the other process hears of changes of tags, rules and destinations at once', async () => {
  await using pair = await twoProcesses({ beatIntervalMs: 3_600_000 });
  const device = await pair.a.enroll();
  const gateway = await pair.a.approvedGateway();
  using atGateway = openLink(pair.b, 'gateway', gateway);
  using atAgent = openLink(pair.b, 'agent', device);
  await atGateway.hear((event) => event.type === 'beat');
  let { revision } = await atAgent.hear((event) => event.type === 'beat');
  await report(pair.a, device);
  await atGateway.hear((event) => event.type === 'changed' && event.what === 'tags');
  const rule = { id: 1, os: 'linux', type: 'file', negated: false, path: '/etc/managed' } as const;
  const destinations = [{ name: 'crm', host: 'crm.corp.test', port: 80, kind: 'tcp' as const, needs: [] }];
  await using client = pair.a.gatewayClient(gateway);
  const changes = [
    () => pair.a.admin.call('putRule', { rule }),
    () => client.call('destinations', { body: { addresses: ['192.0.2.1:9443'], destinations } }),
    () => pair.a.admin.call('showDestinationTo', { name: 'crm', tags: ['*'], publish: true }),
  ];
  for (const change of changes) {
    await change();
    const before = revision;
    const isNews = (event: (typeof atAgent.heard)[number]) =>
      event.type === 'changed' && event.what === 'profile' && event.revision > before;
    revision = (await atAgent.hear(isNews)).revision;
  }
});

test('a gateway that is connected to one process is shown as connected by the other, with what it has applied', async () => {
  await using pair = await twoProcesses({ beatIntervalMs: 50 });
  const gateway = await pair.a.approvedGateway();
  const shown = async () => (await pair.a.admin.call('gateways', {})).gateways[0];
  {
    using link = openLink(pair.b, 'gateway', gateway);
    const { revision } = await link.hear((event) => event.type === 'beat');
    link.socket.send(JSON.stringify({ type: 'applied', revision }));
    await until(async () => (await shown())?.appliedRevision === revision);
    assert.equal((await shown())?.connected, true);
  }
  await until(async () => (await shown())?.connected === false);
});

test('a device that reports to one process only is no silent one to the other; when it falls silent, that is said once', async () => {
  await using pair = await twoProcesses({ offlineAfterMs: 1_500, tagsAfterMs: 1_500, sweepMs: 10 });
  const device = await pair.a.enroll();
  await report(pair.a, device);
  // Longer than it may be silent, by reports to the process that did not hear the first one.
  const began = performance.now();
  while (performance.now() - began < 1_800) {
    await report(pair.b, device);
    assert.equal(await onlineAt(pair.a, device.uid), true);
  }
  const revisionOf = async () => (await pair.a.admin.call('status', {})).revision;
  const last = await revisionOf();
  await until(async () => (await onlineAt(pair.a, device.uid)) === false);
  assert.equal(await revisionOf(), last + 1);
});

test('both processes hand out one and the same revocation list, new after a revocation at either', async () => {
  await using pair = await twoProcesses();
  const { ztnaCa } = await pair.a.admin.call('status', {});
  const listAt = async (ems: TestEms) => {
    const answer = await request(`http://127.0.0.1:${ems.running.ports.public}/crl/${ztnaCa.slice(0, 16)}.crl`);
    assert.equal(answer.statusCode, 200);
    return Buffer.from(await answer.body.arrayBuffer()).toString('base64');
  };
  const first = await listAt(pair.a);
  assert.equal(await listAt(pair.b), first);
  const device = await pair.a.enroll();
  await pair.b.admin.call('revokeEndpoint', { uid: device.uid, reason: 'test' });
  const second = await listAt(pair.a);
  assert.notEqual(second, first);
  assert.equal(await listAt(pair.b), second);
});

test('a web CA that was made at one process signs at the other; where its key is missing, that is said', async () => {
  await using stack = new AsyncDisposableStack();
  const [shared, apart] = await Promise.all(
    ['stile-ca-', 'stile-ca-'].map(
      async (name) => stack.use(await mkdtempDisposable(path.join(os.tmpdir(), name))).path,
    ),
  );
  assert.ok(shared !== undefined && apart !== undefined);
  const database = await postgres.newDatabase();
  const open = (caDirectory: string) => runningEms({ settings: { database, caDirectory } });
  const a = stack.use(await open(shared));
  await cp(shared, apart, { recursive: true });
  const [b, without] = [stack.use(await open(shared)), stack.use(await open(apart))];
  const gateway = await a.approvedGateway();
  const webCa = await createWebCa(a, ['corp.test']);
  await approveWebHosts(b, gateway, ['crm.corp.test']);
  const { chain, serial } = await askWebCertificate(b, gateway, ['crm.corp.test']);
  assert.equal(chain, webCa.certificate);
  assert.equal(await codeOf(askWebCertificate(without, gateway, ['crm.corp.test'])), 'web-ca-absent');
  await without.admin.call('revokeCertificate', { serial, reason: '' });
  for (const ems of [a, b]) {
    const list = await request(`http://127.0.0.1:${ems.running.ports.public}/crl/${webCa.id}.crl`);
    const der = Buffer.from(await list.body.arrayBuffer());
    assert.ok(der.includes(Buffer.from(serial, 'hex')));
  }
  await assert.rejects(open(apart), (error) => hasCode(error, 'authority-missing') && error.params.role === 'web');
});

test('a process with other CAs, or with none, does not start on the database', async () => {
  const database = await postgres.newDatabase();
  await using first = await runningEms({ settings: { database } });
  await using empty = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-ca-'));
  const without = runningEms({ settings: { database, caDirectory: empty.path } });
  await assert.rejects(without, (error) => hasCode(error, 'authority-missing'));
  const elsewhere = await runningEms({
    settings: { database: await postgres.newDatabase(), caDirectory: empty.path },
  });
  await elsewhere[Symbol.asyncDispose]();
  const foreign = runningEms({ settings: { database, caDirectory: empty.path } });
  await assert.rejects(foreign, (error) => hasCode(error, 'authority-foreign') && error.params.role === 'fabric');
  assert.match((await first.enroll()).serial, /^[0-9A-F]+$/);
});

test('a database that was restored below running processes begins a new epoch, also when it has counted on since', async () => {
  await using pair = await twoProcesses({ sweepMs: 20, beatIntervalMs: 20 });
  const { a, b, database } = pair;
  const gateway = await a.approvedGateway();
  const { epoch, revision } = await a.admin.call('status', {});
  const witnesses = () => postgres.query(database, 'select token, token_before from witnesses');
  const known = new Set((await witnesses()).flatMap(({ token, token_before }) => [token, token_before]));
  const dumped = await postgres.dump(database);
  // Until both have written down twice that they saw a change: nothing that they know of is in the dump any more.
  await until(async () => {
    await a.enroll();
    return (await witnesses()).every(({ token, token_before }) => !known.has(token) && !known.has(token_before));
  });
  using link = openLink(b, 'gateway', gateway);
  await link.hear((event) => event.type === 'beat');
  await postgres.restore(database, dumped, 'update ems_state set revision = revision + 100');
  const beat = await link.hear((event) => event.type === 'beat' && event.epoch !== epoch);
  assert.ok(beat.revision > revision);
});

test('notices that are lost with the connection to the database cost seconds: who was ended meanwhile is closed', async () => {
  await using pair = await twoProcesses({ beatIntervalMs: 3_600_000 });
  const device = await pair.a.enroll();
  const other = await pair.a.enroll();
  using link = openLink(pair.b, 'agent', device);
  using staying = openLink(pair.b, 'agent', other);
  await link.hear((event) => event.type === 'beat');
  await staying.hear((event) => event.type === 'beat');
  // As if a process had revoked it and its notice had been lost: no beat comes, and nobody says a word.
  await postgres.query(pair.database, `update devices set state = 'revoked' where uid = '${device.uid}'`);
  const ending = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${pair.database}'`;
  await postgres.query('postgres', ending);
  assert.equal(await link.closed, closeCodes.withdrawn);
  await staying.hear((event) => event.type === 'changed' && event.what === 'recheck');
});
