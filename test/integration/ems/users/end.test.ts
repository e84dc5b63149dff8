// What ends a sign-in, and who hears of it.

import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type IdentityProviderDouble, openIdentityProvider } from '../../../doubles/identity-provider.ts';
import { type MovedClock, movedClock } from '../../../doubles/moved-clock.ts';
import { runningEms, type TestDevice, type TestEms } from '../../../doubles/running-ems.ts';
import { testStore } from '../../../doubles/stores.ts';
import { openLink } from '../agent-link.ts';
import { oidcAt } from '../user-acts.ts';
import { addAnna, anna, backOf, begin, finish, password, signIn, usersOf } from './sign-in-stage.ts';

let ems: TestEms;
let clock: MovedClock;
let provider: IdentityProviderDouble;
let gateway: { readonly cert: string; readonly key: string };
let device: TestDevice;

async function byProvider(osUser = 'mira'): Promise<void> {
  const begun = await begin(ems, device, { provider: 'corp', osUser });
  await finish(ems, begun, backOf(new URL(provider.approve(begun.url))));
}

async function signOut(osUser = 'mira'): Promise<void> {
  await using client = ems.agentClient(device);
  await client.call('signOut', { body: { osUser } });
}

interface Row {
  readonly title: string;
  readonly by: 'local' | 'corp';
  readonly end: () => Promise<unknown>;
}

/** `by` is how the user has signed in; the last of the rows about the provider and the account takes it away. */
const rows: readonly Row[] = [
  { title: 'the user signs out', by: 'corp', end: () => signOut() },
  {
    title: 'an administrator signs the person out',
    by: 'corp',
    end: () => ems.admin.call('endSignIns', { subject: 'corp:anna', uid: null }),
  },
  {
    title: 'an administrator signs everybody out of the device',
    by: 'corp',
    end: () => ems.admin.call('endSignIns', { subject: null, uid: device.uid }),
  },
  { title: 'its time is over', by: 'corp', end: async () => clock.forward(3_600_000) },
  { title: 'the provider is removed', by: 'corp', end: () => ems.admin.call('removeSignInProvider', { id: 'corp' }) },
  {
    title: 'the account is disabled',
    by: 'local',
    end: async () => {
      await ems.admin.call('disableUserAccount', { name: anna });
      await ems.admin.call('enableUserAccount', { name: anna });
    },
  },
  {
    title: 'the account gets another password',
    by: 'local',
    end: () => ems.admin.call('setUserPassword', { name: anna, password }),
  },
  { title: 'the account is removed', by: 'local', end: () => ems.admin.call('removeUserAccount', { name: anna }) },
];

describe('a sign-in ends when', () => {
  before(async () => {
    clock = movedClock();
    provider = await openIdentityProvider(clock);
    ems = await runningEms({ clock, settings: { sweepMs: 20, tagsAfterMs: 86_400_000, offlineAfterMs: 86_400_000 } });
    gateway = await ems.approvedGateway();
    await addAnna(ems);
    await ems.admin.call('addSignInProvider', { provider: oidcAt(provider), clientSecret: null, dryRun: false });
  });
  after(async () => {
    await ems[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    device = await ems.enroll();
  });

  for (const { title, by, end } of rows)
    test(title, async () => {
      await (by === 'corp' ? byProvider() : signIn(ems, device));
      await using client = ems.gatewayClient(gateway);
      const seen = await client.call('uidTags', { query: { epoch: 'none', since: 0 } });
      assert.equal(seen.items.find((view) => view.uid === device.uid)?.users.length, 1);
      using link = openLink(ems, 'agent', device);
      using atGateway = openLink(ems, 'gateway', gateway);
      await Promise.all([link, atGateway].map((each) => each.hear((event) => event.type === 'beat')));
      await end();
      await link.hear((event) => event.type === 'changed' && event.what === 'users');
      await atGateway.hear((event) => event.type === 'changed' && event.what === 'tags');
      assert.deepEqual(await usersOf(ems, device), []);
      const news = await client.call('uidTags', { query: { epoch: seen.epoch, since: seen.revision } });
      assert.deepEqual(news.items.find((view) => view.uid === device.uid)?.users, []);
    });

  test('the device is revoked, and a machine that is set up anew with its id starts without users', async () => {
    await ems.admin.call('addSignInProvider', { provider: oidcAt(provider), clientSecret: null, dryRun: false });
    await byProvider();
    await ems.admin.call('releaseEndpoint', { uid: device.uid });
    device = await ems.enroll(device.uid);
    assert.deepEqual(await usersOf(ems, device), []);
    await byProvider();
    await ems.admin.call('revokeEndpoint', { uid: device.uid, reason: '' });
    const { signIns } = await ems.admin.call('signIns', {});
    assert.ok(!signIns.some((each) => each.uid === device.uid));
  });

  test('the same user of the device proves to be somebody else', async () => {
    await byProvider();
    provider.lies = { claims: { preferred_username: 'ben' } };
    await byProvider();
    provider.lies = {};
    assert.deepEqual(
      (await usersOf(ems, device)).map((each) => each.subject),
      ['corp:ben'],
    );
  });

  test('no other user of the device signs out', async () => {
    await byProvider('mira');
    await byProvider('ben');
    await signOut('mira');
    assert.deepEqual(
      (await usersOf(ems, device)).map((each) => each.osUser),
      ['ben'],
    );
  });
});

test('groups that change count at once where the account is signed in', async () => {
  await using one = await runningEms();
  ems = one;
  device = await one.enroll();
  await addAnna(one);
  await signIn(one, device);
  using link = openLink(one, 'agent', device);
  await link.hear((event) => event.type === 'beat');
  await one.admin.call('setUserGroups', { name: anna, groups: ['staff', 'staff', 'board'] });
  await link.hear((event) => event.type === 'changed' && event.what === 'users');
  const { view } = await one.admin.call('showEndpoint', { uid: device.uid });
  assert.deepEqual(view.users[0]?.groups, ['board', 'staff']);
});

test('a database restored from an older copy has nobody signed in: it may not know who signed out', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-ems-'));
  const settings = { sweepMs: 10 };
  const first = await runningEms({ directory: directory.path, settings });
  device = await first.enroll();
  await addAnna(first);
  await signIn(first, device);
  await first.stop();
  const restore = await testStore().backUp(directory.path);
  const second = await runningEms({ directory: directory.path, settings });
  assert.equal((await usersOf(second, device)).length, 1);
  await second.admin.call('endSignIns', { subject: 'anna', uid: null });
  await second.stop();
  await restore();
  await using third = await runningEms({ directory: directory.path, settings });
  assert.deepEqual(await usersOf(third, device), []);
});
