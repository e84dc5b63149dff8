// Signing in from the first word to the last.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import type { EmsOfSignIns } from '../../../../daemon/sign-in/ems-of-sign-ins.ts';
import type { SocketOwner } from '../../../../native/socket-owner/socket-owner.ts';
import type { VerifiedUserOfDevice } from '../../../../shared/ems/agent-routes.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { anna, begin, bertas, browse, comesBack, never, soon, stage, user, withCode } from './stage.ts';

describe('a sign-in', () => {
  test('is of the user whom the kernel named, and only the end gives the verifier away', async () => {
    await using it = stage();
    const asked = await begin(it);
    assert.equal(asked.osUser, 'anna');
    assert.match(asked.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/stile\/sign-in$/);
    assert.equal(it.shown(), 'waiting');
    const page = await browse(comesBack(asked, 'code=abc&iss=https%3A%2F%2Fidp.test'), { 'accept-language': 'de' });
    await it.until('verified anna@corp.test');
    const [brought] = it.brought;
    assert.deepEqual([brought?.signIn, brought?.code, brought?.issuer], ['sgn_1', 'abc', 'https://idp.test']);
    const verifier = brought?.verifier ?? '';
    assert.match(verifier, /^[A-Za-z0-9_-]{43,128}$/);
    assert.equal(createHash('sha256').update(verifier).digest('base64url'), asked.codeChallenge);
    assert.deepEqual([page?.status, page?.headers['content-language']], [200, 'de']);
    assert.match(page?.body ?? '', /Sie sind angemeldet/);
    assert.deepEqual(it.part.verified, ['anna@corp.test']);
  });

  test('shows a page that runs nothing, is kept nowhere and tells nobody where it was', async () => {
    await using it = stage();
    const page = await browse(comesBack(await begin(it)));
    assert.ok(page !== null);
    const { headers, body } = page;
    assert.deepEqual(
      ['cache-control', 'referrer-policy', 'cross-origin-resource-policy', 'x-content-type-options', 'connection'].map(
        (name) => headers[name],
      ),
      ['no-store', 'no-referrer', 'same-origin', 'nosniff', 'close'],
    );
    assert.equal(headers['access-control-allow-origin'], undefined);
    const hash = createHash('sha256')
      .update(/<style>(.*)<\/style>/s.exec(body)?.[1] ?? '')
      .digest('base64');
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; /);
    assert.ok(String(headers['content-security-policy']).includes(`style-src 'sha256-${hash}'`));
    assert.doesNotMatch(body, /<script|<a |<form|<img|src=|href=/);
  });

  test('answers one browser, and nobody is there afterwards', async () => {
    const finished = Promise.withResolvers<VerifiedUserOfDevice>();
    await using it = stage({ ems: { finish: () => finished.promise } });
    const asked = await begin(it);
    const first = browse(comesBack(asked));
    while ((await browse(comesBack(asked))) !== null) await soon();
    finished.resolve(user());
    assert.equal((await first)?.status, 200);
  });

  test('goes on waiting whatever others send', async () => {
    await using it = stage();
    const asked = await begin(it);
    assert.equal((await browse(asked.redirectUri))?.status, 403);
    assert.equal((await browse(comesBack(asked), { host: 'evil.test' }))?.status, 421);
    assert.equal((await browse(`${comesBack(asked)}${'x'.repeat(20_000)}`)) ?? null, null);
    const { port } = new URL(asked.redirectUri);
    await new Promise((resolve) => connect(Number(port), '127.0.0.1').on('close', resolve).end('no HTTP\r\n\r\n'));
    assert.equal(it.shown(), 'waiting');
    assert.equal((await browse(comesBack(asked)))?.status, 200);
  });

  const owners: readonly (readonly [string, SocketOwner, boolean])[] = [
    ['of the same user', { kind: 'known', uid: anna, inode: 1 }, true],
    ['of another user', { kind: 'known', uid: bertas, inode: 1 }, false],
    ['whose owner is gone', { kind: 'unknown', reason: 'gone' }, false],
    ['whose owner the kernel does not tell', { kind: 'unknown', reason: 'unreadable' }, false],
    ['on a system that cannot be asked', { kind: 'unknown', reason: 'unsupported' }, true],
  ];
  for (const [whose, owner, isTaken] of owners)
    test(`by a browser ${whose} is ${isTaken ? 'taken' : 'cut before it has said anything'}`, async () => {
      await using it = stage({ owner });
      const page = await browse(comesBack(await begin(it)));
      assert.equal(page?.status ?? 'cut', isTaken ? 200 : 'cut');
      assert.equal(it.brought.length, isTaken ? 1 : 0);
    });

  const failures: readonly (readonly [string, Partial<EmsOfSignIns>, string, string])[] = [
    ['the provider says no', {}, 'error=access_denied', 'none sign-in-denied'],
    [
      'the EMS refuses the code',
      { finish: () => Promise.reject(new AppError('ems-refused')) },
      'code=a',
      'none ems-refused',
    ],
    [
      'the EMS is away',
      { finish: () => Promise.reject(new AppError('ems-unreachable', { server: 'ems' })) },
      'code=a',
      'none ems-unreachable',
    ],
  ];
  for (const [what, ems, query, expected] of failures)
    test(`in which ${what} ends in words, for the browser and in the state`, async () => {
      await using it = stage({ ems });
      const page = await browse(comesBack(await begin(it), query));
      assert.equal(page?.status, 400);
      assert.match(page?.body ?? '', /Signing in did not work/);
      await it.until(expected);
      assert.deepEqual(it.part.verified, null);
    });

  test('whose browser does not come back ends by its time', async () => {
    await using it = stage({ longestMs: 30 });
    const { redirectUri } = await begin(it);
    await it.until('none sign-in-late');
    while ((await browse(redirectUri)) !== null) await soon();
  });

  test('lasts no longer than the EMS lets it', async () => {
    const beginsShortly: EmsOfSignIns['begin'] = async () => ({
      signIn: 's',
      url: 'https://ems.test/',
      validForMs: 20.5,
    });
    await using it = stage({ ems: { begin: beginsShortly } });
    await it.part.begin(anna, 'corp', never);
    await it.until('none sign-in-late');
  });

  const urls = [
    'http://ems.test/',
    'file:///etc/passwd',
    'https://bank.test@evil.test/',
    'javascript:alert(1)',
    'stile://enroll',
  ];
  for (const url of urls)
    test(`is not begun at ${url}`, async () => {
      await using it = stage({ ems: { begin: async () => ({ signIn: 's', url, validForMs: 1_000 }) } });
      await assert.rejects(it.part.begin(anna, 'corp', never), withCode('sign-in-url-refused'));
      assert.equal(it.shown(), '-');
    });

  for (const [who, uid] of [
    ['who may not use the device', 1_002],
    ['whom the system does not know', 4_242],
  ] as const)
    test(`by a user ${who} is not begun`, async () => {
      await using it = stage();
      await assert.rejects(it.part.begin(uid, 'corp', never), withCode('user-not-allowed'));
      assert.deepEqual(it.begun, []);
    });

  test('that is begun anew takes the place of the one before, whose browser finds nobody', async () => {
    await using it = stage();
    const first = await begin(it);
    const second = await begin(it);
    assert.notEqual(first.state, second.state);
    assert.notEqual(first.codeChallenge, second.codeChallenge);
    while ((await browse(comesBack(first))) !== null) await soon();
    assert.equal((await browse(comesBack(second)))?.status, 200);
    await it.until('verified anna@corp.test');
    assert.deepEqual(
      it.brought.map(({ signIn }) => signIn),
      ['sgn_2'],
    );
  });

  test('that is begun twice at once is begun once', async () => {
    const gate = Promise.withResolvers<void>();
    let asked = 0;
    await using it = stage({
      ems: {
        async begin() {
          asked += 1;
          if (asked === 1) await gate.promise;
          return { signIn: `${asked}`, url: 'https://ems.test/', validForMs: 60_000 };
        },
      },
    });
    const first = assert.rejects(it.part.begin(anna, 'corp', never), withCode('sign-in-cancelled'));
    while (asked === 0) await soon();
    await it.part.begin(anna, 'corp', never);
    gate.resolve();
    await first;
    assert.equal(it.shown(), 'waiting');
  });

  test('of one user is nothing to another', async () => {
    await using it = stage();
    await begin(it);
    await begin(it, bertas);
    it.part.cancel(anna);
    assert.deepEqual([it.shown(), it.shown(bertas)], ['-', 'waiting']);
  });

  test('that is cancelled while the EMS is asked for its end ends nobody', async () => {
    const asking = Promise.withResolvers<void>();
    await using it = stage({
      ems: {
        finish: (_given, signal) =>
          new Promise((_resolve, reject) => {
            asking.resolve();
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
    });
    const page = browse(comesBack(await begin(it)));
    await asking.promise;
    it.part.cancel(anna);
    assert.equal((await page)?.status, 400);
    assert.equal(it.shown(), '-');
  });
});
