// The tag of a verified user follows the EMS's own record, never the device's word.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FactReading, factOf } from '../../../../shared/posture/fact.ts';
import { userIdentityFact } from '../../../../shared/posture/fact-name.ts';
import { runningEms, type TestDevice, type TestEms, testInventory } from '../../../doubles/running-ems.ts';
import { openLink } from '../agent-link.ts';
import { addAnna, signIn } from './sign-in-stage.ts';

/** A device that claims that somebody is signed in, whoever is. */
async function claim(ems: TestEms, device: TestDevice, sequence: number): Promise<readonly string[]> {
  await using client = ems.agentClient(device);
  const claimed: FactReading = { kind: 'known', value: { kind: 'user-identity', verified: ['anna'] } };
  const facts = [factOf(userIdentityFact, claimed, 0)];
  const body = { sequence, rulesRevision: 1_000, inventory: testInventory, facts, verdicts: [] };
  return (await client.call('report', { body })).tags;
}

test('a device that claims a verified user has none; one that signs in has the tag at once, and loses it at once', async () => {
  await using ems = await runningEms();
  await addAnna(ems);
  await ems.admin.call('putRule', {
    rule: { id: 1, os: 'linux', type: 'user-identity', negated: false, content: 'verified' },
  });
  const logic = { linux: { op: 'and' as const, rules: [{ id: 1 }] } };
  await ems.admin.call('putRuleSet', { ruleSet: { id: 1, name: 'Verified', enabled: true, tag: 'verified', logic } });
  const device = await ems.enroll();
  const tags = async () => (await ems.admin.call('showEndpoint', { uid: device.uid })).tags;
  assert.deepEqual(await claim(ems, device, 1), ['all_registered_clients']);
  using link = openLink(ems, 'agent', device);
  await link.hear((event) => event.type === 'beat');
  await signIn(ems, device);
  assert.deepEqual(await tags(), ['all_registered_clients', 'verified']);
  await link.hear((event) => event.type === 'changed' && event.what === 'profile');
  assert.deepEqual(await claim(ems, device, 2), ['all_registered_clients', 'verified']);
  await ems.admin.call('endSignIns', { subject: 'anna', uid: null });
  assert.deepEqual(await tags(), ['all_registered_clients']);
  assert.deepEqual(await claim(ems, device, 3), ['all_registered_clients']);
});
