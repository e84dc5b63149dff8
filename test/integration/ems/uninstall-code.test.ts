// A code to uninstall the agent: shown once at the EMS, known by the device as a hash, for a time, until it enrolls again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { deviceId } from '../../../shared/ids.ts';
import { isUninstallCode } from '../../../shared/node/uninstall-code.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { runningEms } from '../../doubles/running-ems.ts';

test('the device gets the hash of the code alone, while it is good, and a new one takes its place', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock });
  const [device, other] = [await ems.enroll(), await ems.enroll()];
  const known = async (of = device) => {
    await using client = ems.agentClient(of);
    return (await client.call('profile', {})).uninstallCode;
  };
  assert.equal(await known(), null);
  const wanted = { uid: device.uid, expiresInMs: 3_600_000 };
  const first = await ems.admin.call('makeUninstallCode', wanted);
  const second = await ems.admin.call('makeUninstallCode', wanted);
  const sealed = await known();
  assert.ok(sealed !== null && sealed.validForMs <= 3_600_000 && sealed.validForMs > 3_500_000);
  assert.ok(await isUninstallCode(second.code, sealed));
  assert.ok(!(await isUninstallCode(first.code, sealed)));
  assert.equal(await known(other), null, 'of this device only');

  const { entries } = await ems.admin.call('audit', { limit: 100 });
  const acts = entries.filter((each) => each.action === 'endpoints uninstall-code');
  assert.deepEqual(
    acts.map(({ target, outcome }) => [target, outcome]),
    [
      [device.uid, 'allowed'],
      [device.uid, 'allowed'],
    ],
  );
  const written = JSON.stringify(entries) + ems.log.join('');
  for (const { code } of [first, second])
    assert.ok(!written.includes(code) && !written.includes(code.replaceAll('-', '')));

  clock.forward(3_600_000);
  assert.equal(await known(), null, 'its time is over');
  const nobody = { uid: deviceId.parse('F'.repeat(32)), expiresInMs: 3_600_000 };
  await assert.rejects(ems.admin.call('makeUninstallCode', nobody), (error) => hasCode(error, 'thing-unknown'));
});
