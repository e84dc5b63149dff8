// Every code with which a gateway refuses, on a real connection.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deviceId } from '../../../shared/ids.ts';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import { recordOf } from '../../doubles/ems-for-gateway.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import type { Credentials } from '../../doubles/throwaway-pki.ts';
import { type Answer, ask, dialGateway, dialTunnel, upgradeHead } from './clients.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from './gateway-world.ts';

let origin: Origin;
let world: GatewayWorld;
let services: Services;

before(async () => {
  origin = await startOrigin(echo);
  services = { destinations: { 'echo.corp.test': origin.port } };
  world = await startGatewayWorld(services);
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

const connectTo = (host: string, port: number) => `CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`;

async function answerTo(head: string, shown: Credentials | null = world.device): Promise<Answer> {
  const socket = await dialGateway(world, shown);
  try {
    return await ask(socket, head);
  } finally {
    socket.destroy();
  }
}

async function refuses(code: DenialCode, head: string, shown: Credentials | null = world.device): Promise<Answer> {
  const answer = await answerTo(head, shown);
  assert.equal(answer.denial?.code, code, answer.head);
  assert.equal(answer.headers.get('connection'), 'close');
  assert.equal(answer.headers.get('x-stile-request-id'), answer.denial.requestId);
  return answer;
}

test('002: no certificate; nothing but code and request id is told', async () => {
  const answer = await refuses('002', connectTo('echo.corp.test', origin.port), null);
  assert.equal(answer.status, 403);
  assert.equal(answer.denial?.destination, null);
  await refuses('002', upgradeHead, null);
});

test('001: every certificate that is not a sound one of a device here', async () => {
  for (const [kind, shown] of Object.entries(await world.pki.badMachines())) {
    world.ems.put({ uid: world.pki.uid, certificates: [world.device, shown].map((one) => recordOf(world.pki, one)) });
    await world.ems.settled();
    const answer = await answerTo(upgradeHead, shown);
    assert.equal(answer.denial?.code, '001', kind);
  }
  world.ems.put({ uid: world.pki.uid, certificates: [recordOf(world.pki, world.device)] });
  await world.ems.settled();
});

test('001: a sound certificate that the EMS has no record of, a retired one, and one of a user', async () => {
  const unknown = await world.pki.machine();
  const retired = await world.pki.machine();
  const user = await world.pki.user('anna');
  const active = recordOf(world.pki, world.device);
  const records = [
    active,
    recordOf(world.pki, retired, { state: 'retired' }),
    recordOf(world.pki, user, { osUser: 'anna' }),
  ];
  world.ems.put({ uid: world.pki.uid, certificates: records });
  await world.ems.settled();
  for (const shown of [unknown, retired, user]) await refuses('001', connectTo('echo.corp.test', origin.port), shown);
});

test('063: a revoked certificate and a revoked device', async () => {
  const uid = deviceId.parse('F'.repeat(32));
  const shown = await world.pki.machine({}, uid);
  world.ems.put({ uid, certificates: [recordOf(world.pki, shown, { uid, state: 'revoked' })] });
  await world.ems.settled();
  await refuses('063', upgradeHead, shown);
  world.ems.put({ uid, state: 'revoked', certificates: [recordOf(world.pki, shown, { uid })] });
  await world.ems.settled();
  await refuses('063', upgradeHead, shown);
});

test('066 and 067: a device nobody told of, one that is offline, one that was silent for too long', async () => {
  const uid = deviceId.parse('E'.repeat(32));
  const shown = await world.pki.machine({}, uid);
  await refuses('066', upgradeHead, shown);
  const certificates = [recordOf(world.pki, shown, { uid })];
  world.ems.put({ uid, online: false, certificates });
  await world.ems.settled();
  await refuses('067', upgradeHead, shown);
  world.ems.put({ uid, online: true, validForMs: 0 });
  await world.ems.settled();
  await refuses('067', upgradeHead, shown);
});

test('061, 062, 064, 065, 022: what the policies say, with the tags that decided', async () => {
  const rows: readonly (readonly [string, DenialCode, readonly string[]])[] = [
    [' []', '061', []],
    ['\n  - {name: p, action: deny, ztna-destination: all, ztna-ems-tag: none}', '062', []],
    ['\n  - {name: p, action: deny, ztna-destination: all, ztna-ems-tag: [trusted]}', '064', ['trusted']],
    ['\n  - {name: p, action: accept, ztna-destination: all, ztna-ems-tag: [gold]}', '065', ['gold']],
  ];
  for (const [policies, code, tags] of rows) {
    await world.configure({ ...services, policies });
    const answer = await refuses(code, connectTo('echo.corp.test', origin.port));
    assert.deepEqual(answer.denial?.tags, tags);
    assert.equal(answer.denial?.policy, code === '061' ? null : 'p');
    assert.equal(answer.denial?.destination, `echo.corp.test:${origin.port}`);
  }
  await world.configure(services);
  await refuses('022', connectTo('echo.corp.test', 1));
  await refuses('022', connectTo('other.corp.test', origin.port));
  await refuses('022', connectTo('127.0.0.1', origin.port));
  assert.equal(world.dns.asked.length, 0, 'no name was resolved for anybody who was refused');
});

test('023: the name does not resolve; 082: nobody listens; 081: an address that is never dialled', async () => {
  world.dns.set('echo.corp.test', []);
  await refuses('023', connectTo('echo.corp.test', origin.port));
  const gone = await startOrigin(echo);
  await gone[Symbol.asyncDispose]();
  await world.configure({ destinations: { 'gone.corp.test': gone.port } });
  await refuses('082', connectTo('gone.corp.test', gone.port));
  const strict = { ...services, allow: 'kind: tcp' };
  await world.configure(strict);
  for (const address of [
    '127.0.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1',
  ]) {
    world.dns.set('echo.corp.test', [address]);
    await refuses('081', connectTo('echo.corp.test', origin.port));
  }
  await world.configure(services);
});

test('an administrator reads in the access log who was refused, and why', async () => {
  const before = world.accessLog.length;
  const answer = await refuses('022', connectTo('other.corp.test', 80));
  const line = world.accessLog[before];
  assert.ok(line !== undefined);
  assert.deepEqual(
    [line.type, line.subtype, line.logid, line.action, line.code, line.requestid],
    ['traffic', 'ztna', '0005000024', 'deny', '022', answer.denial?.requestId],
  );
  assert.deepEqual(
    [line.clientdeviceid, line.clientdevicetags, line.clientcert],
    [world.pki.uid, 'trusted', world.device.serial],
  );
});

test('a refused OPEN of a tunnel has the same body as a refused CONNECT', async () => {
  const client = await dialTunnel(world, world.device);
  client.open(1, 'other.corp.test', 80);
  const { denial: framed } = await client.control();
  const { denial: plain } = await refuses('022', connectTo('other.corp.test', 80));
  assert.deepEqual({ ...framed, requestId: '' }, { ...plain, requestId: '' });
  client.socket.destroy();
});
