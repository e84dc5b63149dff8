// What users may do in the shell: said at the EMS, told by the agent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profile } from '../../../shared/ems/profile.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { agentWorld } from './agent-world.ts';

test('what an administrator says of the shell holds on every device while it is enrolled', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const told = () => world.state().shellPolicy;
  assert.deepEqual(told(), { mayQuit: true, personalDestinations: false, disconnect: 'with-reason' });
  await world.enroll();
  await ems.admin.call('setShellPolicy', { mayQuit: false });
  await world.until(({ shellPolicy }) => !shellPolicy.mayQuit);
  await ems.admin.call('setShellPolicy', { personalDestinations: true });
  await world.until(({ shellPolicy }) => shellPolicy.personalDestinations);
  await ems.admin.call('setShellPolicy', { disconnect: 'not-allowed' });
  await world.until(({ shellPolicy }) => shellPolicy.disconnect === 'not-allowed');
  assert.deepEqual(told(), { mayQuit: false, personalDestinations: true, disconnect: 'not-allowed' });

  const { revision } = await ems.admin.call('status', {});
  await ems.admin.call('setShellPolicy', { mayQuit: false, personalDestinations: true });
  assert.equal((await ems.admin.call('status', {})).revision, revision, 'what is so already is no change');

  await world.cli.call('unenroll', {});
  await world.until(({ enrollment }) => enrollment.kind === 'none');
  assert.deepEqual(told(), { mayQuit: true, personalDestinations: false, disconnect: 'with-reason' });
});

test('an EMS that says nothing of the shell lets users quit, and add nothing', () => {
  const { shellPolicy } = profile.shape;
  assert.deepEqual(shellPolicy.parse(undefined), {
    mayQuit: true,
    personalDestinations: false,
    disconnect: 'with-reason',
  });
  assert.deepEqual(shellPolicy.parse({ mayQuit: false, later: 1, disconnect: 'later' }), {
    mayQuit: false,
    personalDestinations: false,
    disconnect: 'not-allowed',
  });
});
