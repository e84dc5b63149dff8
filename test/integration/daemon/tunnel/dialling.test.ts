// What a dial shows the gateway, and what all dials of one identity share.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DialIdentity, dialGateway } from '../../../../daemon/tunnel/dial.ts';
import { startGatewayForAgent } from '../../../doubles/gateway-for-agent.ts';
import { makeThrowawayPki } from '../../../doubles/throwaway-pki.ts';

test('a key is read for the first connection of an identity only, and each identity shows its own certificate', async () => {
  const pki = await makeThrowawayPki();
  const shown: (string | undefined)[] = [];
  await using gateway = await startGatewayForAgent(await pki.gateway(['gw.corp.test']), {
    onUpgraded: ({ socket }) => void shown.push(socket.getPeerX509Certificate()?.serialNumber),
  });
  const profile = { id: pki.gatewayId, addresses: [`127.0.0.1:${gateway.port}`], serverName: 'gw.corp.test' };
  const dial = async (identity: DialIdentity) => {
    const outcome = await dialGateway(profile, profile.addresses, identity, AbortSignal.timeout(20_000));
    assert.ok(outcome.kind === 'dialled', outcome.kind);
    outcome.socket.destroy();
  };
  for (const { certificatePem: cert, keyPem } of [await pki.machine(), await pki.machine()]) {
    let reads = 0;
    const identity: DialIdentity = {
      ca: pki.fabric.certificatePem,
      cert,
      get key() {
        reads += 1;
        return keyPem;
      },
    };
    await dial(identity);
    const atFirst = reads;
    await dial(identity);
    await dial(identity);
    assert.equal(reads, atFirst);
  }
  const [first, , , second] = shown;
  assert.notEqual(first, second);
  assert.deepEqual(shown, [first, first, first, second, second, second]);
});
