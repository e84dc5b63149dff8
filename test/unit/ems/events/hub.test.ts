import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHub, type Pulse } from '../../../../ems/events/hub.ts';
import { openPresence } from '../../../../ems/events/presence.ts';
import { epoch } from '../../../../shared/ids.ts';
import { type Logger, silentLog } from '../../../../shared/log.ts';

const pulse: Pulse = {
  current: async () => ({ epoch: epoch.parse(`ep_${'a'.repeat(26)}`), revision: 1 }),
  ended: async () => new Map(),
  now: () => 0,
  beatIntervalMs: 3_600_000,
  presence: openPresence('here', { now: () => 0, monotonic: () => 0 }, 1),
};

test('a notice that cannot be passed on fails nobody, and is logged', async () => {
  const logged = Promise.withResolvers<string>();
  const log: Logger = { ...silentLog, error: logged.resolve };
  const current = async () => {
    throw new Error('the database is closed');
  };
  await using hub = openHub({ ...pulse, current }, log);
  hub.notice({ kind: 'changed', what: 'tags', to: { kind: 'gateway' } });
  assert.equal(await logged.promise, 'a change could not be announced');
});

test('notices of one breath are told with one look at the database', async () => {
  let looks = 0;
  const looked = Promise.withResolvers<void>();
  const current = async () => {
    looks += 1;
    looked.resolve();
    return await pulse.current();
  };
  await using hub = openHub({ ...pulse, current }, silentLog);
  for (let said = 0; said < 10; said += 1) hub.notice({ kind: 'changed', what: 'tags', to: { kind: 'gateway' } });
  await looked.promise;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(looks, 1);
});

test('a gateway that is connected nowhere has no link', async () => {
  await using hub = openHub(pulse, silentLog);
  assert.equal(hub.linkOf('gw_x'), null);
});
