import assert from 'node:assert/strict';
import { test } from 'node:test';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { wholeWorld } from '../../doubles/whole-world.ts';

test('the doctor asks EMS and gateway what they hold of the certificate, and names who is stale', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  const { serial } = await world.enroll();
  await world.until((state) => state.gateways.some(({ link }) => link.kind === 'ready'));
  const told = async () =>
    (await world.agent.call('doctor', {})).findings
      .filter(({ check }) => check.startsWith('certificate'))
      .map(({ check, outcome, stale, detail }) => ({ check, outcome, stale, detail }));
  assert.deepEqual(await told(), [
    { check: 'certificate', outcome: 'ok', stale: undefined, detail: `agent and EMS agree on ${serial}` },
    { check: 'certificate at gw.corp.test', outcome: 'ok', stale: undefined, detail: `it holds ${serial}` },
  ]);
  await world.ems.admin.call('revokeCertificate', { serial, reason: 'test' });
  const [withEms] = await told();
  assert.deepEqual([withEms?.outcome, withEms?.stale], ['problem', 'agent']);
});
