import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHub } from '../../../../ems/events/hub.ts';
import { epoch } from '../../../../shared/ids.ts';
import type { Logger } from '../../../../shared/log.ts';
import { silentLog } from '../../../../shared/log.ts';

test('a notice that cannot be given fails nobody, and is logged', async () => {
  const logged: string[] = [];
  const log: Logger = { ...silentLog, error: (what) => void logged.push(what) };
  const current = async () => {
    throw new Error('the database is closed');
  };
  await using hub = openHub({ current, now: () => 0, beatIntervalMs: 3_600_000 }, log);
  await hub.notify('tags', { kind: 'gateway' });
  assert.deepEqual(logged, ['a change could not be announced']);
});

test('with nobody connected there is nobody to tell, and nobody is connected', async () => {
  const current = async () => ({ epoch: epoch.parse(`ep_${'a'.repeat(26)}`), revision: 1 });
  await using hub = openHub({ current, now: () => 0, beatIntervalMs: 3_600_000 }, silentLog);
  await hub.notify('profile', { kind: 'agent', id: 'A'.repeat(32) });
  assert.deepEqual([hub.isConnected('A'.repeat(32)), hub.appliedBy('gw_x')], [false, null]);
});
