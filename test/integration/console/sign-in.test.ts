import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { administratorName, consolePaths } from '../../../shared/ems/administrators.ts';
import { type ConsoleStage, cookieOf, openConsoleStage } from './console-stage.ts';

describe('signing in', () => {
  let stage: ConsoleStage;
  before(async () => {
    stage = await openConsoleStage();
  });
  after(() => stage[Symbol.asyncDispose]());
  const signIn = (secret: string, headers = {}) => stage.post(consolePaths.signIn, { secret, as: 'session' }, headers);
  const sessionOf = (cookie: string) => stage.get(consolePaths.session, { cookie });

  test('a link says for whom it is, as often as it is looked at, and signs in once', async () => {
    const secret = await stage.link('anna');
    for (const _ of [1, 2]) {
      const looked = await stage.post(consolePaths.look, { secret });
      assert.deepEqual(JSON.parse(looked.text), { name: 'anna', role: 'admin' });
    }
    assert.equal((await signIn(secret)).status, 200);
    assert.equal((await signIn(secret)).code, 'sign-in-refused');
    assert.equal((await stage.post(consolePaths.look, { secret })).code, 'sign-in-refused');
  });

  test('the cookie is for this host, over HTTPS, out of reach of scripts and of other sites', async () => {
    const said = await signIn(await stage.link('anna'));
    const [pair = '', ...flags] = String(said.headers['set-cookie']).split('; ');
    assert.match(pair, /^__Host-[a-z-]+=[A-Z2-7]{26}$/);
    assert.deepEqual(flags.sort(), ['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict', 'Secure']);
  });

  for (const { title, spoil } of [
    { title: 'that was never made', spoil: async () => 'A'.repeat(26) },
    { title: 'that is no link at all', spoil: async () => "' or 1=1 --" },
    {
      title: 'after 15 minutes',
      spoil: async () => {
        const secret = await stage.link('late');
        stage.clock.forward(15 * 60_000);
        return secret;
      },
    },
    {
      title: 'after which another was made',
      spoil: async () => {
        const secret = await stage.link('twice');
        await stage.link('twice');
        return secret;
      },
    },
    {
      title: 'of somebody who was removed',
      spoil: async () => {
        const secret = await stage.link('gone');
        await stage.ems.admin.call('removeAdministrator', { name: administratorName.parse('gone') });
        return secret;
      },
    },
  ])
    test(`a link ${title} signs nobody in, and no answer says which it was`, async () => {
      const said = await signIn(await spoil());
      assert.deepEqual([said.status, said.code, said.headers['set-cookie']], [403, 'sign-in-refused', undefined]);
    });

  test('a session ends when nobody uses it, and what a page asks by itself is no use', async () => {
    const cookie = await stage.session('idle');
    for (const _ of [1, 2, 3]) {
      stage.clock.forward(29 * 60_000);
      assert.equal((await sessionOf(cookie)).status, 200);
    }
    const quiet = { cookie, 'x-stile-background': '1' };
    stage.clock.forward(29 * 60_000);
    assert.equal((await stage.get(consolePaths.session, quiet)).status, 200);
    stage.clock.forward(2 * 60_000);
    assert.equal((await stage.get(consolePaths.session, quiet)).code, 'session-ended');
    assert.equal((await sessionOf(cookie)).code, 'session-ended');
  });

  test('a session ends after twelve hours, however busy', async () => {
    const cookie = await stage.session('busy');
    for (let hours = 0; hours < 12; hours += 0.4) {
      assert.equal((await sessionOf(cookie)).status, 200);
      stage.clock.forward(0.4 * 3_600_000);
    }
    assert.equal((await sessionOf(cookie)).code, 'session-ended');
  });

  test('signing out ends the session, not only the cookie', async () => {
    const cookie = await stage.session('out');
    const said = await stage.post(consolePaths.signOut, {}, { cookie });
    assert.match(String(said.headers['set-cookie']), /^__Host-[a-z-]+=; .*Max-Age=0/);
    assert.equal((await sessionOf(cookie)).code, 'sign-in-required');
  });

  test('signing in anew ends the session that this browser had', async () => {
    const cookie = await stage.session('anew');
    const said = await signIn(await stage.link('anew'), { cookie });
    assert.equal((await sessionOf(cookie)).code, 'sign-in-required');
    assert.equal((await sessionOf(cookieOf(said))).status, 200);
  });

  test('removing an administrator ends every session and token of theirs, and nobody else notices', async () => {
    const name = administratorName.parse('leaver');
    const own = [await stage.session('leaver'), await stage.session('leaver')];
    const { token } = await stage.ems.admin.call('issueToken', { name, days: 1 });
    const other = await stage.session('stayer');
    const bearer = { authorization: `Bearer ${token}` };
    assert.equal((await stage.get(consolePaths.session, bearer)).status, 200);
    await stage.ems.admin.call('removeAdministrator', { name });
    for (const cookie of own) assert.equal((await sessionOf(cookie)).code, 'sign-in-required');
    assert.equal((await stage.get(consolePaths.session, bearer)).code, 'sign-in-required');
    assert.equal((await sessionOf(other)).status, 200);
  });

  test('a browser secret is no token, and a token no browser secret', async () => {
    const cookie = await stage.session('mixed');
    const secret = cookie.slice(cookie.indexOf('=') + 1);
    const { token } = await stage.ems.admin.call('issueToken', { name: administratorName.parse('mixed'), days: 1 });
    const asToken = await stage.get(consolePaths.session, { authorization: `Bearer ${secret}` });
    assert.equal(asToken.code, 'sign-in-required');
    assert.equal((await sessionOf(cookie.replace(secret, token))).code, 'sign-in-required');
    assert.equal((await sessionOf(`${cookie}; ${cookie}`)).code, 'sign-in-required');
  });

  test('no secret is in the database, the log or the audit', async () => {
    const secret = await stage.link('secretive');
    const said = await signIn(secret);
    const cookie = cookieOf(said);
    const { token } = await stage.ems.admin.call('issueToken', { name: administratorName.parse('secretive'), days: 1 });
    const { entries } = await stage.ems.admin.call('audit', { limit: 1_000 });
    const all = [...stage.ems.log, JSON.stringify(entries), await stage.stored()].join('\n');
    assert.match(all, /secretive/);
    for (const each of [secret, cookie.slice(cookie.indexOf('=') + 1), token]) assert.ok(!all.includes(each));
  });

  // The last: it uses up what this address may try.
  test('guessing is slowed down', async () => {
    const codes = [];
    for (let tries = 0; tries < 14; tries += 1) codes.push((await signIn('B'.repeat(26))).code);
    assert.equal(codes.at(-1), 'too-many-requests');
    const good = await stage.link('patient');
    assert.equal((await signIn(good)).status, 429);
    stage.clock.forward(60_000);
    assert.equal((await signIn(good)).status, 200);
  });
});
