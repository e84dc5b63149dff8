// Whether a device is inside a network of the organisation, as the administrator says what that is.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createServer } from 'node:tls';
import { runningEms } from '../../doubles/running-ems.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';
import { agentWorld } from './agent-world.ts';

/** A TLS server that nobody vouches for, at every address of this machine. */
async function startIntranet() {
  const pki = await makeThrowawayPki();
  const { keyPem, certificatePem, keys } = await pki.server(['intranet.corp.test']);
  const server = createServer({ key: keyPem, cert: certificatePem });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  const key = createHash('sha256')
    .update(keys.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return {
    key,
    at: (host: string) => `${host}:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test('inside is where the administrator says, with a probe only where it proves its key, and not through our own tunnels', async () => {
  await using ems = await runningEms();
  await using intranet = await startIntranet();
  await using world = await agentWorld(ems);
  const networks = ['10.0.0.0/8'];
  world.platform.network.addresses = ['10.1.2.3'];
  await world.enroll();
  assert.equal(world.state().fabric, 'unknown');

  await ems.admin.call('setOnFabric', { networks, probe: null });
  await world.until(({ fabric }) => fabric === 'on');
  world.platform.network.addresses = ['192.168.1.2'];
  await world.until(({ fabric }) => fabric === 'off');
  world.platform.network.addresses = ['10.1.2.3'];
  await world.until(({ fabric }) => fabric === 'on');

  const { key } = intranet;
  await ems.admin.call('setOnFabric', { networks, probe: { at: intranet.at('127.0.0.1'), key: 'f'.repeat(64) } });
  await world.until(({ fabric }) => fabric === 'off');
  await ems.admin.call('setOnFabric', { networks, probe: { at: intranet.at('127.0.0.1'), key } });
  await world.until(({ fabric }) => fabric === 'on');
  await ems.admin.call('setOnFabric', { networks, probe: { at: intranet.at('127.235.0.9'), key } });
  await world.until(({ fabric }) => fabric === 'off');

  await world.cli.call('unenroll', {});
  await world.until(({ fabric }) => fabric === 'unknown');
});
