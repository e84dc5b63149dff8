// People sign in by an account of the EMS, and what is tried against it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accountName } from '../../../../shared/ems/user-accounts.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { type MovedClock, movedClock } from '../../../doubles/moved-clock.ts';
import { runningEms, type TestDevice, type TestEms } from '../../../doubles/running-ems.ts';
import { testStore } from '../../../doubles/stores.ts';
import {
  addAnna,
  type Begun,
  backFrom,
  begin,
  browse,
  finish,
  givePassword,
  password,
  redirectUri,
  signIn,
  usersOf,
} from './sign-in-stage.ts';

let ems: TestEms;
let clock: MovedClock;
let device: TestDevice;

const isRefused = (error: unknown) => hasCode(error, 'ems-refused') && error.params.why === 'user-sign-in-refused';
const why = async () => (await ems.admin.call('audit', { limit: 1 })).entries[0]?.detail ?? '';
/** What a page says, without the name that was typed. */
const said = (text: string) => text.replace(/value="[^"]*"/g, '');

describe('a local account', () => {
  before(async () => {
    clock = movedClock();
    ems = await runningEms({ clock });
    device = await ems.enroll();
    await addAnna(ems);
  });
  after(() => ems[Symbol.asyncDispose]());

  test('signs a user in: on the device, at the gateways, in the list of devices', async () => {
    const begun = await begin(ems, device);
    assert.equal((await browse(ems, begun.url)).status, 200);
    const answer = await browse(ems, begun.url, { name: 'Anna ', password });
    assert.equal(answer.status, 303);
    assert.ok(String(answer.headers.location).startsWith(`${redirectUri}?`));
    const back = backFrom(answer);
    assert.deepEqual([back.state, back.issuer], [begun.state, new URL(begun.url).origin]);
    const { validForMs, ...user } = await finish(ems, begun, back);
    assert.deepEqual(user, { osUser: 'mira', provider: 'local', subject: 'anna', groups: ['sales'] });
    assert.ok(validForMs > 11.9 * 3_600_000 && validForMs <= 12 * 3_600_000);
    assert.deepEqual(
      (await usersOf(ems, device)).map((each) => [each.osUser, each.subject]),
      [['mira', 'anna']],
    );
    const details = await ems.admin.call('showEndpoint', { uid: device.uid });
    assert.deepEqual([details.verifiedUsers, details.view.users[0]?.subject], [1, 'anna']);
    const { accounts } = await ems.admin.call('userAccounts', {});
    assert.equal(accounts[0]?.devices, 1);
  });

  test('is offered to devices once there is one', async () => {
    await using client = ems.agentClient(device);
    const { signInProviders } = await client.call('profile', {});
    assert.deepEqual(signInProviders, [{ id: 'local', title: 'Stile', kind: 'local' }]);
    await assert.rejects(begin(ems, device, { provider: 'corp' }), (error) => {
      return hasCode(error, 'ems-refused') && error.params.why === 'sign-in-provider-unknown';
    });
  });

  test('has a page that runs nothing, loads nothing, and sends its form only here and back to the device', async () => {
    const { url } = await begin(ems, device, { osUser: '<b>&"mira' });
    const { headers, text } = await browse(ems, url, null, { 'accept-language': 'fr' });
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /form-action 'self' http:\/\/127\.0\.0\.1:40123(;|$)/);
    assert.doesNotMatch(policy, /script-src|unsafe/);
    assert.doesNotMatch(text, /<script|<b>| on[a-z]+=|(src|href)=/);
    assert.match(text, /<html lang="fr">/);
    assert.match(text, /autocomplete="username"[\s\S]*autocomplete="current-password"/);
    assert.equal(headers['cache-control'], 'no-store');
  });

  test('and one that there is not are answered alike, and five tries are all', async () => {
    const begun = await begin(ems, device);
    const wrong = await browse(ems, begun.url, { name: 'anna', password: `${password}!` });
    const nobody = await browse(ems, begun.url, { name: 'nobody', password });
    const nonsense = await browse(ems, begun.url, { name: 'no body', password });
    assert.deepEqual([wrong.status, nobody.status, nonsense.status], [403, 403, 403]);
    assert.equal(said(nobody.text), said(wrong.text));
    assert.equal(said(nonsense.text), said(wrong.text));
    assert.equal(wrong.headers.location, undefined);
    for (const _ of [4, 5]) await browse(ems, begun.url, { name: 'anna', password: 'wrong' });
    const late = await browse(ems, begun.url, { name: 'anna', password });
    assert.deepEqual([late.status, late.headers.location], [410, undefined]);
  });

  test('takes no form that another page sends, nor one that does not say which', async () => {
    const { url } = await begin(ems, device);
    for (const headers of [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const answer = await browse(ems, url, { name: 'anna', password }, headers);
      assert.deepEqual([answer.status, answer.headers.location], [403, undefined], JSON.stringify(headers));
    }
  });

  const broken: readonly {
    readonly title: string;
    readonly act: (begun: Begun) => Promise<unknown>;
    readonly says: RegExp;
  }[] = [
    {
      title: 'a code that is guessed',
      act: async (begun) => await finish(ems, begun, { ...(await givePassword(ems, begun)), code: 'A'.repeat(26) }),
      says: /not the one that was given/,
    },
    {
      title: 'a code before the password',
      act: (begun) => finish(ems, begun, { code: 'A'.repeat(26), issuer: new URL(begun.url).origin }),
      says: /no password was given/,
    },
    {
      title: 'a code that comes from somebody else',
      act: async (begun) =>
        await finish(ems, begun, { ...(await givePassword(ems, begun)), issuer: 'https://evil.test' }),
      says: /comes from somebody else/,
    },
    {
      title: 'another verifier than it was begun with',
      act: async (begun) => await finish(ems, { ...begun, verifier: 'v'.repeat(43) }, await givePassword(ems, begun)),
      says: /verifier/,
    },
    {
      title: 'another device',
      act: async (begun) => await finish(ems, { ...begun, device: await ems.enroll() }, await givePassword(ems, begun)),
      says: /no such sign-in of this device/,
    },
    {
      title: 'the sign-in of another user of the device',
      act: async (begun) => {
        const other = await begin(ems, begun.device, { osUser: 'ben' });
        return await finish(ems, { ...begun, signIn: other.signIn }, await givePassword(ems, begun));
      },
      says: /verifier/,
    },
    {
      title: 'a code that is a minute old',
      act: async (begun) => {
        const back = await givePassword(ems, begun);
        clock.forward(61_000);
        return await finish(ems, begun, back);
      },
      says: /too old/,
    },
    {
      title: 'a sign-in that began five minutes ago',
      act: async (begun) => {
        clock.forward(5 * 60_000);
        assert.equal((await browse(ems, begun.url)).status, 410);
        assert.equal((await browse(ems, begun.url, { name: 'anna', password })).status, 410);
        return await finish(ems, begun, { code: 'A'.repeat(26), issuer: '' });
      },
      says: /no such sign-in/,
    },
  ];
  for (const { title, act, says } of broken)
    test(`${title} verifies nobody`, async () => {
      const fresh = await ems.enroll();
      await assert.rejects(act(await begin(ems, fresh)), isRefused);
      assert.match(await why(), says);
      assert.deepEqual(await usersOf(ems, fresh), []);
    });

  test('a code is good once, and a page after its password not at all', async () => {
    const begun = await begin(ems, device);
    const back = await givePassword(ems, begun);
    assert.equal((await browse(ems, begun.url)).status, 410);
    assert.equal((await browse(ems, begun.url, { name: 'anna', password })).status, 410);
    await finish(ems, begun, back);
    await assert.rejects(finish(ems, begun, back), isRefused);
  });

  test('a device has sixteen sign-ins under way; the oldest gives way', async () => {
    const fresh = await ems.enroll();
    const begun: Begun[] = [];
    for (let count = 0; count < 17; count += 1) {
      clock.forward(10);
      begun.push(await begin(ems, fresh));
    }
    const statuses = await Promise.all([0, 1, 16].map((at) => browse(ems, begun[at]?.url ?? '')));
    assert.deepEqual(
      statuses.map((each) => each.status),
      [410, 200, 200],
    );
  });

  test('a password is chosen by a link, once', async () => {
    const name = accountName.parse('ben');
    const { link } = await ems.admin.call('addUserAccount', { name, groups: [], password: null });
    const url = link?.link ?? '';
    const other = 'a password of his own';
    assert.match((await browse(ems, url)).text, /autocomplete="new-password"/);
    for (const [given, status] of [
      [{ password: 'too short', again: 'too short' }, 400],
      [{ password: other, again: `${other}!` }, 400],
      [{ password: other, again: other }, 200],
      [{ password: other, again: other }, 410],
    ] as const)
      assert.equal((await browse(ems, url, given)).status, status);
    const { accounts } = await ems.admin.call('userAccounts', {});
    assert.equal(accounts.find((each) => each.name === 'ben')?.state, 'active');
    const begun = await begin(ems, device, { osUser: 'ben' });
    const back = backFrom(await browse(ems, begun.url, { name: 'ben', password: other }));
    assert.equal((await finish(ems, begun, back)).subject, 'ben');
    const next = await ems.admin.call('setUserPassword', { name, password: null });
    clock.forward(24 * 3_600_000);
    assert.equal((await browse(ems, next.link?.link ?? '')).status, 410);
  });

  test('a sign-in counts for as long as administrators say', async () => {
    await ems.admin.call('setSignInValidity', { provider: 'local', validForMs: 60_000 });
    const { validForMs } = await signIn(ems, device);
    assert.ok(validForMs <= 60_000);
    await ems.admin.call('setSignInValidity', { provider: 'local', validForMs: 12 * 3_600_000 });
  });

  test('no password, code or link is kept, logged or told to administrators', async () => {
    const begun = await begin(ems, device);
    const back = await givePassword(ems, begun);
    const { link } = await ems.admin.call('setUserPassword', { name: accountName.parse('ben'), password: null });
    const secret = link?.link.split('/').at(-1) ?? '';
    await finish(ems, begun, back);
    const { entries } = await ems.admin.call('audit', { limit: 1_000 });
    const kept = [await testStore().everything(ems.directory), ems.log.join('\n'), JSON.stringify(entries)];
    for (const each of [password, back.code, begun.verifier, secret])
      for (const text of kept) assert.ok(!text.includes(each));
  });
});
