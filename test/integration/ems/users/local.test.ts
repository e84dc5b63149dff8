import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { runningEms, type TestEms } from '../../../doubles/running-ems.ts';
import { anna, backFrom, begin, browse, finish, password, usersOf } from './sign-in-stage.ts';

describe('a local account', () => {
  let ems: TestEms;
  before(async () => {
    ems = await runningEms();
    await ems.admin.call('addUserAccount', { name: anna, groups: ['sales'], password });
  });
  after(() => ems[Symbol.asyncDispose]());

  test('signs a user in on a device: there, at the gateways and in the list of devices', async () => {
    const device = await ems.enroll();
    const begun = await begin(ems, device);
    const page = await browse(ems, begun.url);
    assert.equal(page.status, 200);
    const back = backFrom(await browse(ems, begun.url, { name: 'Anna ', password }));
    assert.equal(back.state, begun.state);
    const user = await finish(ems, begun, back);
    assert.deepEqual(
      { ...user, validForMs: 0 },
      { osUser: 'mira', provider: 'local', subject: 'anna', groups: ['sales'], validForMs: 0 },
    );
    assert.ok(user.validForMs > 11.9 * 3_600_000);
    assert.deepEqual(
      (await usersOf(ems, device)).map((each) => each.subject),
      ['anna'],
    );
    const details = await ems.admin.call('showEndpoint', { uid: device.uid });
    assert.deepEqual([details.verifiedUsers, details.view.users.map((each) => each.subject)], [1, ['anna']]);
  });
});
