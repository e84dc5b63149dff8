import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import { siteName } from '../../../shared/ids.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import { freePort } from '../../doubles/free-port.ts';
import { ended, enrollAt, lonelyDaemon, untilState } from '../../doubles/lonely-daemon.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';

/** An EMS with one published destination, and how to start it again at the same ports. */
async function emsWithCrm(): Promise<
  { ems: TestEms; restart: () => Promise<void>; invitation: () => Promise<string> } & AsyncDisposable
> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-life-'));
  await mkdir(path.join(directory, 'ems'));
  const at = async () => ({ host: '127.0.0.1', port: await freePort('127.0.0.1') });
  const settings = { agent: await at(), gateway: await at(), public: await at() };
  const open = () => runningEms({ directory: path.join(directory, 'ems'), settings });
  const site = siteName.parse('default');
  const world = {
    ems: await open(),
    async restart() {
      await world.ems.stop();
      world.ems = await open();
    },
    async invitation() {
      const wanted = { site, domains: ['corp.test'], uses: 1, expiresInMs: 60_000, note: '' };
      return (await world.ems.admin.call('invite', { role: 'device', ...wanted })).invitation;
    },
    async [Symbol.asyncDispose]() {
      await world.ems.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  const gateway = await world.ems.approvedGateway();
  await using client = world.ems.gatewayClient(gateway);
  await client.call('destinations', { body: published });
  await world.ems.admin.call('showDestinationTo', { name: 'crm', tags: ['*'], publish: true });
  return world;
}

const published = {
  addresses: ['127.0.0.1:9'],
  destinations: [{ name: 'crm', host: 'crm.corp.test', port: 18_080, kind: 'tcp' as const, needs: [] }],
};

test('killed in the middle, the agent leaves lines that its clean-up takes away, and every other byte alone', async () => {
  await using world = await emsWithCrm();
  await using daemon = await lonelyDaemon();
  const first = daemon.spawn();
  await untilUp(daemon.socket);
  await enrollAt(daemon.socket, await world.invitation());
  await untilState(daemon.socket, isPublished);
  assert.match(await daemon.hosts(), /^127\.237\.0\.1 crm\.corp\.test\r?$/m);
  await ended(first, 'SIGKILL');
  assert.match(await daemon.hosts(), /crm\.corp\.test/);
  assert.equal(await ended(daemon.spawn('daemon/clean-up-main.ts')), 0);
  assert.equal(await daemon.hosts(), daemon.untouched);
  assert.equal(await ended(daemon.spawn('daemon/clean-up-main.ts')), 0, 'again, with nothing left');

  const second = daemon.spawn();
  await untilUp(daemon.socket);
  await untilState(daemon.socket, isPublished);
  assert.match(await daemon.hosts(), /^127\.237\.0\.1 crm\.corp\.test\r?$/m, 'the same address as before');
  assert.equal(await ended(second, 'SIGTERM'), 0);
  assert.equal(await daemon.hosts(), daemon.untouched);
});

test('a second agent is turned away and changes nothing', async () => {
  await using world = await emsWithCrm();
  await using daemon = await lonelyDaemon();
  await using _running = await daemon.start();
  await enrollAt(daemon.socket, await world.invitation());
  await untilState(daemon.socket, isPublished);
  const before = await daemon.hosts();
  await assert.rejects(daemon.start(), { code: 'directory-busy' });
  assert.equal(await daemon.hosts(), before);
});

test('the EMS restarts at the same port, and the agent is connected and has reported again', async () => {
  await using world = await emsWithCrm();
  await using daemon = await lonelyDaemon();
  await using _running = await daemon.start();
  const { uid } = await enrollAt(daemon.socket, await world.invitation());
  await untilState(daemon.socket, isPublished);
  const [before] = (await world.ems.admin.call('endpoints', {})).endpoints;
  await world.restart();
  const { revision } = await untilState(daemon.socket, (state) => state.ems.kind !== 'connected' || state.revision > 0);
  await untilState(
    daemon.socket,
    (state) => state.revision > revision && state.ems.kind === 'connected' && state.ems.lastReport !== null,
  );
  const [after] = (await world.ems.admin.call('endpoints', {})).endpoints;
  assert.deepEqual([before?.uid, after?.uid, after?.online], [uid, uid, true]);
});

test('a certificate that is due is renewed at the next start, with a new key, and used from then on', async () => {
  await using world = await emsWithCrm();
  await using daemon = await lonelyDaemon();
  const first = await daemon.start();
  const { serial } = await enrollAt(daemon.socket, await world.invitation());
  await first[Symbol.asyncDispose]();
  const before = await daemon.saved();
  await daemon.save({ ...before, identity: { ...before.identity, renewAt: 0 } });
  await using _second = await daemon.start();
  const renewed = await untilState(
    daemon.socket,
    ({ enrollment, ems }) => enrollment.kind === 'enrolled' && enrollment.serial !== serial && ems.kind === 'connected',
  );
  const after = await daemon.saved();
  assert.ok(renewed.enrollment.kind === 'enrolled');
  assert.equal(after.identity?.serial, renewed.enrollment.serial);
  assert.notEqual(after.identity?.key, before.identity?.key);
  assert.ok((after.identity?.renewAt ?? 0) > Date.now());
});

test('numbers of reports go on rising after a restart, so that the EMS takes every one', async () => {
  await using world = await emsWithCrm();
  await using daemon = await lonelyDaemon();
  const first = await daemon.start();
  await enrollAt(daemon.socket, await world.invitation());
  await untilState(daemon.socket, isPublished);
  const before = await daemon.saved();
  await first[Symbol.asyncDispose]();
  await using _second = await daemon.start();
  await untilState(daemon.socket, (state) => state.ems.kind === 'connected' && state.ems.lastReport !== null);
  assert.ok((await daemon.saved()).sequenceReserved > before.sequenceReserved);
});

test('a device leaves also while the EMS is away: names, certificate and key are gone, and it says that nobody was told', async () => {
  await using world = await emsWithCrm();
  await using daemon = await lonelyDaemon();
  await using _running = await daemon.start();
  await enrollAt(daemon.socket, await world.invitation());
  await untilState(daemon.socket, isPublished);
  await world.ems.stop();
  await using agent = await connectLocal(agentContract, daemon.socket);
  assert.deepEqual(await agent.call('unenroll', {}), { told: false });
  assert.equal(await daemon.hosts(), daemon.untouched);
  assert.equal((await daemon.saved()).identity, null);
  await world.restart();
});

function isPublished(state: Awaited<ReturnType<typeof untilState>>): boolean {
  return state.destinations.some((each) => each.state.kind === 'published' && each.state.hosts);
}

/** Waits until somebody answers there. */
async function untilUp(socket: string): Promise<void> {
  for (;;) {
    try {
      await untilState(socket, () => true);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'socket-not-there')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
