// How a page gets to the browser: one argument of a fixed program, only over TLS, and only where somebody sees it.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { openPage, pageOpeners } from '../../../../native/launch/web-page.ts';
import { signInPage } from '../../../../shared/shell/sign-in-page.ts';

const screen = { DISPLAY: ':0' };

test('every program stands at an absolute path, and no shell is among them', () => {
  for (const [system, openers] of Object.entries(pageOpeners))
    for (const { program } of openers) {
      assert.ok((system === 'win32' ? path.win32 : path.posix).isAbsolute(program), program);
      assert.doesNotMatch(program, /(cmd|powershell|sh)(\.exe)?$/);
    }
});

const places: readonly (readonly [NodeJS.Platform, Readonly<Record<string, string>>, string])[] = [
  ['linux', {}, 'no-session'],
  ['linux', { DISPLAY: '' }, 'no-session'],
  ['aix', screen, 'missing'],
];
for (const [platform, environment, expected] of places)
  test(`on ${platform} with ${JSON.stringify(environment)} nothing is started: ${expected}`, async () => {
    const start = () => assert.fail('started');
    assert.equal(await openPage('https://ems.test/', { platform, environment }, start), expected);
  });

test('what is no page over TLS is handed to nobody', async () => {
  const where = { platform: 'linux', environment: screen } as const;
  for (const page of ['http://ems.test/', 'file:///etc/passwd', '--help', 'javascript:alert(1)'])
    await assert.rejects(
      openPage(page, where, () => assert.fail('started')),
      TypeError,
    );
});

const addresses: readonly (readonly [string, string | null])[] = [
  ['https://ems.corp.test/sign-in?x=1', 'https://ems.corp.test/sign-in?x=1'],
  ['HTTPS://EMS.corp.test', 'https://ems.corp.test/'],
  ['https://ems.corp.test/a b"c', 'https://ems.corp.test/a%20b%22c'],
  ['http://ems.corp.test/', null],
  ['https://user@ems.corp.test/', null],
  ['https://:secret@ems.corp.test/', null],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['//ems.corp.test/', null],
  ['', null],
];
for (const [given, page] of addresses)
  test(`${given === '' ? 'nothing' : given} is ${page === null ? 'no page to sign in at' : `opened as ${page}`}`, () =>
    assert.equal(signInPage(given), page));
