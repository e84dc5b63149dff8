// What an organisation has settled on the machine holds over what anybody else says, and is shown as that.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ManagedReading } from '../../../native/managed/managed.ts';
import type { ManagedValues } from '../../../shared/managed/settings.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { agentWorld, refusedWith } from './agent-world.ts';

const source = '/etc/stile/policy.d';
const values = (managed: ManagedValues): ManagedReading => ({ kind: 'values', source, values: managed });
const slip: ManagedReading = {
  kind: 'invalid',
  source,
  readable: {},
  troubles: [{ where: `${source}/50-site.json, line 3`, why: 'MayQuite: no such setting is known to this release' }],
};

test('managed settings outweigh settings, EMS and users, while the agent runs and through a slip in them', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const { platform } = world;

  platform.manage(slip);
  await world.until(({ managed }) => managed.settings.includes('AllowedEms'));
  await refusedWith('ems-not-allowed', () => world.enroll());
  const { findings } = await world.cli.call('doctor', {});
  const found = findings.find(({ check }) => check === 'managed-configuration-invalid');
  assert.equal(found?.outcome, 'problem');
  assert.match(found?.detail ?? '', /50-site\.json, line 3: MayQuite/);

  const invitation = await world.invitation();
  const { fabricCa } = await world.cli.call('inspectInvitation', { invitation });
  platform.manage(values({ AllowedEms: [fabricCa], MayQuit: false, PersonalDestinations: true, WarmConnections: 1 }));
  await world.until(({ managed }) => managed.settings.includes('WarmConnections'));
  await world.enroll(invitation);
  const told = () => {
    const { mayQuit, personalDestinations } = world.state().shellPolicy;
    return { mayQuit, personalDestinations };
  };
  assert.deepEqual(told(), { mayQuit: false, personalDestinations: true });
  assert.ok(world.state().warnings.some(({ text }) => /next start: WarmConnections/.test(text)));

  await ems.admin.call('setShellPolicy', { mayQuit: true, personalDestinations: false });
  const { revision } = await ems.admin.call('status', {});
  await world.until(({ posture }) => posture.rulesRevision >= revision);
  assert.deepEqual(told(), { mayQuit: false, personalDestinations: true });

  await world.stopAgent();
  platform.manage(slip);
  await world.startAgent();
  await world.until(({ ems: link }) => link.kind === 'connected' && link.lastReport !== null);
  assert.deepEqual(told(), { mayQuit: false, personalDestinations: true });
  assert.deepEqual(
    world.state().warnings.map(({ code }) => code),
    ['managed-configuration-invalid'],
  );

  platform.manage({ kind: 'none' });
  await world.until(({ managed }) => managed.source === null);
  assert.deepEqual(told(), { mayQuit: true, personalDestinations: false });
  assert.deepEqual(
    world.state().warnings.map(({ code }) => code),
    ['managed-configuration-waits'],
  );
});

test('a managed invitation enrolls the device by itself, stays where it is, and is told to nobody', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const invitation = await world.invitation();
  const [, body = invitation] = invitation.split('.');
  world.platform.manage(values({ Invitation: invitation }));
  await world.until(({ enrollment }) => enrollment.kind === 'enrolled');
  const diagnostics = await world.cli.call('diagnostics', {});
  const told = JSON.stringify([world.state(), diagnostics, world.logs]);
  assert.match(told, /"Invitation"/);
  assert.ok(!told.includes(body));

  // Who leaves stays away: what is managed is still there, and has been used.
  await world.cli.call('unenroll', {});
  await world.until(({ warnings }) => warnings.some(({ code }) => code === 'invitation-spent'));
  assert.notEqual(world.state().enrollment.kind, 'enrolled');
});
