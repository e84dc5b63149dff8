// Processes that stop without ending: an EMS, a gateway and an agent that are frozen, and what each does when it wakes.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { siteName } from '../../../shared/ids.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import type { Contract } from '../../../shared/wire/define-contract.ts';
import { freePort } from '../../doubles/free-port.ts';
import { ended, enrollAt, lonelyDaemon, untilState } from '../../doubles/lonely-daemon.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { runningEms, testInventory } from '../../doubles/running-ems.ts';
import { everybody, testGateway } from '../daemon/agent-world.ts';
import { dialTunnel, type Place, type Shown } from '../gateway/clients.ts';
import { startGatewayWorld } from '../gateway/gateway-world.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const soon = () => new Promise((resolve) => setTimeout(resolve, 10));

interface Program extends AsyncDisposable {
  readonly child: ChildProcess;
}

function startProgram(script: string, args: readonly string[]): Program {
  const child = spawn(process.execPath, [path.join(root, script), ...args], { stdio: 'ignore' });
  return {
    child,
    async [Symbol.asyncDispose]() {
      await ended(child, 'SIGKILL');
    },
  };
}

async function adminOf<C extends Contract>(contract: C, socket: string): Promise<LocalClient<C>> {
  for (;;) {
    const client = await connectLocal(contract, socket).catch(() => null);
    if (client !== null) return client;
    await soon();
  }
}

/** The code that an OPEN is refused with; undefined if it is let through. */
async function codeOf(place: Place, shown: Shown, host: string, port: number): Promise<string | undefined> {
  const client = await dialTunnel(place, shown).catch((error: unknown) => String(error));
  if (typeof client === 'string') return client.slice(-3);
  client.open(1, host, port);
  const { denial } = await client.control();
  client.socket.destroy();
  return denial?.code;
}

test('an EMS that is frozen: the gateway cuts and refuses by its own clock, and lets through again when it wakes', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-frozen-'));
  await using origin = await startOrigin(echo);
  const at = async () => ({ host: '127.0.0.1', port: await freePort('127.0.0.1') });
  const settings = {
    agent: await at(),
    gateway: await at(),
    public: await at(),
    console: await at(),
    beatIntervalMs: 100,
  };
  const ems = await runningEms({ directory: directory.path, settings });
  const device = await ems.enroll();
  {
    await using client = ems.agentClient(device);
    const body = { sequence: 1, rulesRevision: 0, inventory: testInventory, facts: [], verdicts: [] };
    await client.call('report', { body });
  }
  const policies = `${everybody}\nendpoint-control: {out-of-sync-threshold: 2}`;
  await using gateway = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }], policies);
  await ems.stop();
  const file = path.join(directory.path, 'ems.json');
  const adminSocket = path.join(directory.path, 'run', 'admin.sock');
  const dataDirectory = path.join(directory.path, 'data');
  await writeFile(file, JSON.stringify({ ...settings, dataDirectory, adminSocket, serverNames: ['localhost'] }));
  await using frozen = startProgram('ems/main.ts', ['--config', file]);
  await using _admin = await adminOf(emsAdminContract, adminSocket);

  const place = { pki: { fabric: { certificatePem: ems.ca } }, gateway };
  const shown = { certificatePem: device.cert, keyPem: device.key };
  const code = () => codeOf(place, shown, 'echo.corp.test', origin.port);
  while ((await code()) !== undefined) await soon();
  const client = await dialTunnel(place, shown);
  client.open(1, 'echo.corp.test', origin.port, 'hi');
  await client.received(2);
  frozen.child.kill('SIGSTOP');
  assert.equal(await client.ended, 'ECONNRESET');
  assert.equal(await code(), '066');
  frozen.child.kill('SIGCONT');
  while ((await code()) !== undefined) await soon();
});

test('a gateway that is frozen past the end of a session cuts it when it wakes, before a byte of it moves', async () => {
  const heard: string[] = [];
  await using origin = await startOrigin((socket) => socket.on('data', (bytes) => heard.push(String(bytes))));
  await using world = await startGatewayWorld({ destinations: { 'quiet.corp.test': origin.port } });
  await world.stop();
  const adminSocket = path.join(world.directory, 'frozen.sock');
  const config = path.join(world.directory, 'gateway.yaml');
  await using gateway = startProgram('gateway/main.ts', [
    ...['run', '--config', config, '--data', world.directory, '--admin-socket', adminSocket],
  ]);
  await using admin = await adminOf(gatewayAdminContract, adminSocket);
  const place = {
    pki: world.pki,
    gateway: { port: Number((await admin.call('status', {})).listen.split(':').at(-1)) },
  };
  while ((await codeOf(place, world.device, 'quiet.corp.test', origin.port)) !== undefined) await soon();

  for (let leftMs = 500; ; leftMs *= 2) {
    world.ems.put({ uid: world.pki.uid, validForMs: 600_000 });
    const client = await dialTunnel(place, world.device);
    client.open(1, 'quiet.corp.test', origin.port, 'before');
    while (heard.at(-1) !== 'before') await soon();
    world.ems.put({ uid: world.pki.uid, validForMs: leftMs });
    const validForMs = async () => (await admin.call('sessions', {})).sessions.at(-1)?.validForMs ?? undefined;
    let left = await validForMs();
    while (left !== undefined && left > leftMs) left = await validForMs();
    gateway.child.kill('SIGSTOP');
    if (client.socket.destroyed || left === undefined) {
      // Too slow a machine for so short a time: once more, with more of it.
      gateway.child.kill('SIGCONT');
      continue;
    }
    await new Promise((resolve) => setTimeout(resolve, left + 50));
    origin.connections.at(-1)?.write('late from the server');
    client.data(1, 'late from the client');
    const served = origin.connections.at(-1) ?? assert.fail();
    const serverEnd = once(served, 'error');
    gateway.child.kill('SIGCONT');
    assert.equal(await client.ended, 'ECONNRESET');
    assert.match((await serverEnd)[0].code, /^(ECONNRESET|EPIPE)$/);
    assert.equal(client.receivedBytes(), 0);
    assert.equal(heard.at(-1), 'before');
    return;
  }
});

test('an agent that is frozen: its access ends at the gateway; when it wakes, its applications see it and it goes on', async () => {
  await using origin = await startOrigin(echo);
  const clock = movedClock();
  await using ems = await runningEms({ settings: { keepaliveMs: 1_000, sweepMs: 50 }, clock });
  await using _gateway = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using daemon = await lonelyDaemon();
  const child = daemon.spawn();
  const isUp = () => untilState(daemon.socket, () => true).catch(() => null);
  while ((await isUp()) === null) await soon();
  const wanted = { site: siteName.parse('default'), domains: ['corp.test'], uses: 1, expiresInMs: 60_000, note: '' };
  const { invitation } = await ems.admin.call('invite', { role: 'device', ...wanted });
  await enrollAt(daemon.socket, invitation);
  const there = await untilState(daemon.socket, (state) => state.destinations[0]?.state.kind === 'published');
  const place = there.destinations[0]?.state;
  assert.ok(place?.kind === 'published');

  async function say(words: string): Promise<net.Socket | null> {
    assert.ok(place?.kind === 'published');
    const socket = net.connect({ host: place.address, port: place.port });
    socket.on('error', () => undefined);
    socket.write(words);
    const isHeard = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    return isHeard ? socket : null;
  }
  let live = await say('hello');
  while (live === null) live = await say('hello');
  const localEnd = once(live, 'error');
  const served = origin.connections.at(-1) ?? assert.fail();
  child.kill('SIGSTOP');
  // A report of before may still be on its way.
  while (!served.destroyed) {
    clock.forward(200_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(live.destroyed, false);
  child.kill('SIGCONT');
  assert.match((await localEnd)[0].code, /^(ECONNRESET|EPIPE)$/);
  let again = await say('hello again');
  while (again === null) again = await say('hello again');
  again.destroy();
});
