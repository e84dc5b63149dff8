// The program as it is started: renewing, following its file and its signals.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { readIdentity } from '../../../gateway/join/identity.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { ask, dialGateway, dialTunnel, upgradeHead } from './clients.ts';
import { startGatewayWorld } from './gateway-world.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

test('a certificate that is due is renewed with a new key, shown at once, and kept', async () => {
  await using world = await startGatewayWorld({ destinations: {} }, { renewAt: '2020-01-01T00:00:00.000Z' });
  for (;;) {
    const identity = await readIdentity(world.directory);
    if (identity.renewAt > '2021') break;
    await soon();
  }
  const { certificate } = await readIdentity(world.directory);
  for (;;) {
    const socket = await dialGateway(world, world.device);
    const shown = socket.getPeerX509Certificate()?.toString().trim();
    socket.destroy();
    if (shown === certificate.trim()) break;
    await soon();
  }
  // The link to the EMS lives on with the new certificate.
  world.ems.put({ uid: world.pki.uid, tags: [] });
  await world.ems.settled();
});

test('a file that is saved counts without anybody asking', async () => {
  await using origin = await startOrigin(echo);
  await using world = await startGatewayWorld({ destinations: {} });
  const client = await dialTunnel(world, world.device);
  client.open(1, 'echo.corp.test', origin.port);
  assert.equal((await client.control()).denial?.code, '022');
  const published = world.ems.published.length;
  await world.rewrite({ destinations: { 'echo.corp.test': origin.port } });
  while (world.ems.published.length === published) await soon();
  client.open(2, 'echo.corp.test', origin.port, 'now');
  assert.equal((await client.received(3)).toString(), 'now');
  client.socket.destroy();
});

test('the program serves, reads its file again on SIGHUP, and ends with status 0 on SIGTERM', async () => {
  await using world = await startGatewayWorld({ destinations: {} });
  const main = path.resolve(import.meta.dirname, '../../../gateway/main.ts');
  const config = path.join(world.directory, 'gateway.yaml');
  const socket = path.join(world.directory, 'other.sock');
  // Its own: two gateways never share one.
  const data = path.join(world.directory, 'other');
  await mkdir(data);
  await copyFile(path.join(world.directory, 'identity.json'), path.join(data, 'identity.json'));
  const child = spawn(process.execPath, [main, 'run', '--config', config, '--data', data, '--admin-socket', socket], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  const line = async (wanted: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the program ended before it said: ${wanted}`);
      const parsed = JSON.parse(value);
      if (parsed.msg === wanted) return parsed;
    }
  };
  const access = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    const listening = await line('the gateway listens');
    const port = Number(String(listening.listen).split(':')[1]);
    // Until its EMS has said whom to trust it answers 096.
    for (let code: unknown = '096'; code === '096'; ) {
      const client = await dialGateway({ pki: world.pki, gateway: { port } }, null);
      const refused = await ask(client, upgradeHead);
      client.destroy();
      const logged = JSON.parse(String((await access.next()).value));
      code = logged.code;
      assert.equal(logged.requestid, refused.denial?.requestId);
      assert.ok(code === '096' || code === '002', String(code));
    }
    await writeFile(config, `${await readFile(config, 'utf8')}\nbad: 1\n`);
    const kept = await line('the configuration was not loaded, the previous one stays');
    assert.match(JSON.stringify(kept.error), /unknown key bad/);
    child.kill('SIGHUP');
    await line('the configuration was not loaded, the previous one stays');
  } finally {
    child.kill('SIGTERM');
  }
  assert.deepEqual(await exited, [0, null]);
});
