import assert from 'node:assert/strict';
import { test } from 'node:test';
import { config } from '../../../../daemon/config.ts';
import { settledConfig, waitingSettings } from '../../../../daemon/managed/settled-config.ts';
import { allSettings, type ManagedValues } from '../../../../shared/managed/settings.ts';

const base = config.parse({ dataDirectory: '/data', localUsers: ['alice'], warmConnections: 1 });

test('what is managed outweighs what was configured, and everything else stays', () => {
  const settled = settledConfig(base, () => ({ WarmConnections: 8, AddedDomains: ['corp.example.com'] }));
  assert.deepEqual(JSON.parse(JSON.stringify(settled)), {
    ...base,
    warmConnections: 8,
    addedDomains: ['corp.example.com'],
  });
});

test('whom it may enroll with and who may use it follows every change; what takes a restart waits for it', () => {
  let now: ManagedValues = { LocalUsers: [], WarmConnections: 8 };
  const settled = settledConfig(base, () => now);
  assert.deepEqual(settled.localUsers, []);
  now = { AllowedEms: [], WarmConnections: 2 };
  assert.deepEqual([settled.localUsers, settled.allowedEms, settled.warmConnections], [['alice'], [], 8]);
  assert.deepEqual(waitingSettings({ LocalUsers: [], WarmConnections: 8 }, now), ['WarmConnections']);
});

test('a setting that is managed no more waits for the next start as well', () => {
  assert.deepEqual(waitingSettings({ MachineKey: 'tpm2' }, {}), ['MachineKey']);
});

test('places of the installation cannot be managed', () => {
  const settled = allSettings.flatMap(([, { settles }]) => (settles.kind === 'config' ? [String(settles.key)] : []));
  for (const key of ['dataDirectory', 'socket', 'hostsFile', 'browserPolicyRoot'])
    assert.ok(!settled.includes(key), key);
});

test('every example is a value that the configuration could hold itself', () => {
  for (const [name, { settles, example }] of allSettings) {
    if (settles.kind !== 'config') continue;
    const parsed = config.safeParse({ dataDirectory: '/data', [settles.key]: example });
    assert.ok(parsed.success, name);
  }
});
