// Nobody is let in before the EMS's own addresses are known; a CA that is taken away does not wait for them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trust } from '../../../../gateway/ems/ems-connection.ts';
import { trustKeeper } from '../../../../gateway/ems/trust-keeper.ts';
import { gatewayRoutes } from '../../../../shared/ems/gateway-routes.ts';

function trustOf(revision: number): Trust {
  return gatewayRoutes.trust.reply.parse({
    emsId: `ems_${'A'.repeat(26)}`,
    sites: ['default'],
    names: ['gw.corp.test'],
    ztnaCas: ['a CA'],
    emsAddresses: ['192.0.2.1'],
    revision,
  });
}

/** A keeper whose look-ups a test answers, one by one. */
function world() {
  const inForce: number[] = [];
  let answer = Promise.withResolvers<readonly string[]>();
  const keeper = trustKeeper({
    emsHost: () => 'ems.corp.test',
    lookUp: async (host) => (host === 'ems.corp.test' ? await answer.promise : [host]),
    inForce: (trust) => inForce.push(trust.revision),
  });
  return {
    keeper,
    inForce,
    found: (addresses: readonly string[]) => answer.resolve(addresses),
    fails: () => answer.reject(new Error('no answer')),
    askAnew: () => {
      answer = Promise.withResolvers();
    },
  };
}

test('the first trust counts only when the addresses of the EMS are known', async () => {
  const { keeper, inForce, found } = world();
  const taken = keeper.take(trustOf(1));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(inForce, []);
  found(['192.0.2.2']);
  await taken;
  assert.deepEqual([inForce, keeper.emsAddresses], [[1], ['192.0.2.1', '192.0.2.2']]);
});

test('a first trust whose look-up fails lets nobody in', async () => {
  const { keeper, inForce, fails } = world();
  fails();
  await assert.rejects(keeper.take(trustOf(1)));
  assert.deepEqual(inForce, []);
});

test('a later trust counts at once, and again with new addresses; a look-up that fails leaves the old ones', async () => {
  const { keeper, inForce, found, fails, askAnew } = world();
  found(['192.0.2.2']);
  await keeper.take(trustOf(1));
  askAnew();
  const taken = keeper.take(trustOf(2));
  assert.deepEqual(inForce, [1, 2]);
  fails();
  await assert.rejects(taken);
  assert.deepEqual(keeper.emsAddresses, ['192.0.2.1', '192.0.2.2']);
});
