// Two EMS processes, a gateway, an agent and live sessions: what a process or the database that dies takes with it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempDisposable, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { DeviceId } from '../../../shared/ids.ts';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { type EmsProgram, startEmsProgram } from '../../doubles/ems-program.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { startPostgres } from '../../doubles/postgres.ts';
import { nextUid, runningEms, testInventory } from '../../doubles/running-ems.ts';
import { startTcpBalancer } from '../../doubles/tcp-balancer.ts';
import { wholeWorld } from '../../doubles/whole-world.ts';

const postgres = await startPostgres();
after(() => postgres[Symbol.asyncDispose]());

async function scene() {
  const stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'stile-several-')));
  const shared = { database: await postgres.newDatabase(), caDirectory: path.join(directory, 'ca') };
  return { stack, directory, shared, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** A connection through the agent that has carried something, and the error that ends it. */
async function liveSession(address: { readonly host: string; readonly port: number }) {
  const socket = net.connect(address);
  const cut = once(socket, 'error');
  socket.write('hello');
  await once(socket, 'data');
  return { socket, cut };
}

test('a device that one process revokes is cut off at once at a gateway that is connected to the other', async () => {
  await using here = await scene();
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }], {}, { settings: here.shared });
  await using other = await runningEms({ settings: here.shared });
  const { uid } = await world.enroll();
  const { cut } = await liveSession(await world.addressOf('crm'));
  await other.admin.call('revokeEndpoint', { uid: uid as DeviceId, reason: 'stolen' });
  const [error] = await cut;
  assert.equal(error.code, 'ECONNRESET');
  await world.until((state) => state.enrollment.kind !== 'enrolled');
});

test('a process that is killed takes no session with it: gateway and agent go on at the other, which still cuts', async () => {
  await using here = await scene();
  const first = here.stack.use(await startEmsProgram(path.join(here.directory, 'first'), here.shared));
  const second: { ports: { agent: number; gateway: number } | null } = { ports: null };
  const agents = here.stack.use(
    await startTcpBalancer(() => [first.ports.agent, ...(second.ports === null ? [] : [second.ports.agent])]),
  );
  const gateways = here.stack.use(
    await startTcpBalancer(() => [first.ports.gateway, ...(second.ports === null ? [] : [second.ports.gateway])]),
  );
  await using origin = await startOrigin(echo);
  const settings = {
    ...here.shared,
    serverNames: ['localhost'],
    agentAddress: `localhost:${agents.port}`,
    gatewayAddress: `localhost:${gateways.port}`,
    beatIntervalMs: 100,
  };
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }], {}, { settings });
  await world.enroll();
  const { socket, cut } = await liveSession(await world.addressOf('crm'));
  const linked = async (admin: EmsProgram['admin']) => (await admin.call('gateways', {})).gateways[0];
  assert.equal((await linked(first.admin))?.connected, true);

  second.ports = world.ems.running.ports;
  assert.deepEqual(await first.end('SIGKILL'), [null, 'SIGKILL']);
  socket.write('still here');
  const [bytes] = await once(socket, 'data');
  assert.equal(String(bytes), 'still here');
  await world.until((state) => state.ems.kind === 'connected');
  const revision = (await world.ems.admin.call('status', {})).revision;
  while (((await linked(world.ems.admin))?.appliedRevision ?? 0) < revision)
    await new Promise((resolve) => setTimeout(resolve, 20));

  await rm(world.marker);
  const [error] = await cut;
  assert.equal(error.code, 'ECONNRESET');
});

test('a database that dies under load leaves nothing half done at either process, and both go on by themselves', async () => {
  const own = await startPostgres();
  await using _ = own;
  await using here = await scene();
  const shared = { ...here.shared, database: await own.newDatabase(), sweepMs: 50 };
  await using a = await runningEms({ settings: shared });
  await using b = await runningEms({ settings: shared });
  const { invitation } = await a.admin.call('invite', {
    role: 'device',
    site: siteName.parse('default'),
    domains: [],
    uses: 1_000,
    expiresInMs: 600_000,
    note: '',
  });
  const { code } = readInvitation(invitation);
  const asking = await Promise.all(
    Array.from({ length: 40 }, async (_each, at) => {
      const uid = nextUid();
      return { uid, csr: await makeCsr(await newKeyPair('p256'), uid), ems: at % 2 === 0 ? a : b };
    }),
  );
  const answered = new Map<string, string>();
  const enough = Promise.withResolvers<void>();
  const attempts = asking.map(async ({ uid, csr, ems }) => {
    await using client = ems.agentClient();
    const { serial } = await client.call('enroll', { body: { code, uid, csr, inventory: testInventory } });
    answered.set(uid, serial);
    if (answered.size >= 6) enough.resolve();
  });
  const settled = Promise.allSettled(attempts);
  await enough.promise;
  await own.stop('immediate');
  await settled;
  assert.ok(answered.size < asking.length, 'the database died too late');
  await own.start();

  const endpoints = async () => {
    for (;;) {
      const answer = await b.admin.call('endpoints', {}).catch(() => null);
      if (answer !== null) return answer.endpoints;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const found = new Map((await endpoints()).map((each) => [String(each.uid), each.serial]));
  for (const [uid, serial] of answered) assert.equal(found.get(uid), serial);
  const usedNow = async () => (await a.admin.call('invitations', {})).invitations[0]?.used;
  assert.equal(await usedNow(), found.size);

  // Whoever got no answer asks again, now at the other one: the same certificate, or its first.
  for (const { uid, csr, ems } of asking) {
    await using client = (ems === a ? b : a).agentClient();
    const { serial } = await client.call('enroll', { body: { code, uid, csr, inventory: testInventory } });
    assert.equal(serial, found.get(uid) ?? serial);
  }
  assert.equal(await usedNow(), asking.length);
  assert.equal((await endpoints()).length, asking.length);
});
