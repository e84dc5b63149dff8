// A gateway that starts while its EMS is away.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { writeIdentity } from '../../../gateway/join/identity.ts';
import { startGateway } from '../../../gateway/start.ts';
import { silentLog } from '../../../shared/log.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';
import { ask, dialGateway, upgradeHead } from './clients.ts';

test('it refuses everybody with 096, may be asked again, and accounts to the file it is told', async () => {
  await using cleanUp = new AsyncDisposableStack();
  const directory = await mkdtemp(path.join(tmpdir(), 'stile-alone-'));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  const pki = await makeThrowawayPki();
  const own = await pki.gateway(['gw.corp.test']);
  await writeIdentity(directory, {
    version: 1,
    gatewayId: pki.gatewayId,
    emsId: pki.emsId,
    site: pki.site,
    ems: '127.0.0.1:1',
    fabricCa: pki.fabric.certificatePem,
    certificate: own.certificatePem,
    key: own.keyPem,
    renewAt: '2099-01-01T00:00:00.000Z',
  });
  const configFile = path.join(directory, 'gateway.yaml');
  const accessLog = path.join(directory, 'access.log');
  const lines = [
    'traffic-forward-proxy: {listen: "127.0.0.1:0", addresses: [gw.corp.test:9443]}',
    `log: {access-log: ${accessLog}}`,
    'metrics: disable',
  ];
  await writeFile(configFile, lines.join('\n'));
  const options = { configFile, dataDirectory: directory, adminSocket: null, version: 'test', accessLog: null };
  const gateway = await startGateway({ ...options, log: silentLog });
  cleanUp.use(gateway);
  const socket = await dialGateway({ pki, gateway }, await pki.machine());
  const { denial } = await ask(socket, upgradeHead);
  socket.destroy();
  assert.deepEqual([denial?.code, denial?.retry], ['096', true]);
  await gateway[Symbol.asyncDispose]();
  assert.equal(JSON.parse(await readFile(accessLog, 'utf8')).code, '096');
});
