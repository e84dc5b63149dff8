// The window's own addresses: the built files and nothing else, and what every answer forbids.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openPageFiles, type PageFiles, pageUrl } from '../../../../electron/window/page-files.ts';

describe('the files of the window', () => {
  let place = '';
  let files: PageFiles;
  before(async () => {
    place = await mkdtemp(path.join(os.tmpdir(), 'stile-pages-'));
    await mkdir(path.join(place, 'pages/assets'), { recursive: true });
    await writeFile(path.join(place, 'secret.html'), 'secret');
    await writeFile(path.join(place, 'pages/index.html'), '<!doctype html>');
    await writeFile(path.join(place, 'pages/assets/main-1a.js'), 'code');
    await writeFile(path.join(place, 'pages/notes.txt'), 'of no kind that a page needs');
    await symlink(path.join(place, 'secret.html'), path.join(place, 'pages/link.html'));
    files = await openPageFiles(path.join(place, 'pages'));
  });
  after(() => rm(place, { recursive: true }));

  test('are served with their types, a place inside of the page included', async () => {
    const [page, same, script] = await Promise.all(
      [pageUrl, `${pageUrl}#/tags`, 'stile-app://app/assets/main-1a.js'].map((url) => files.answer('GET', url)),
    );
    assert.deepEqual([page?.status, page?.headers['content-type']], [200, 'text/html; charset=utf-8']);
    assert.equal(same?.status, 200);
    assert.deepEqual(
      [script?.status, script?.headers['content-type'], Buffer.from(script?.body ?? []).toString()],
      [200, 'text/javascript; charset=utf-8', 'code'],
    );
  });

  const absent: readonly (readonly [method: string, url: string])[] = [
    ['GET', 'stile-app://app/'],
    ['GET', 'stile-app://app/../secret.html'],
    ['GET', 'stile-app://app/%2e%2e/secret.html'],
    ['GET', 'stile-app://app/..%2fsecret.html'],
    ['GET', 'stile-app://app/assets/../../secret.html'],
    ['GET', 'stile-app://app//etc/passwd'],
    ['GET', 'stile-app://app/link.html'],
    ['GET', 'stile-app://app/notes.txt'],
    ['GET', 'stile-app://app/assets'],
    ['GET', 'stile-app://app/index.html?x'],
    ['GET', 'stile-app://app/index.html\0.js'],
    ['GET', 'stile-app://other/index.html'],
    ['GET', 'stile-app://app@evil/index.html'],
    ['GET', 'file:///etc/passwd'],
    ['POST', pageUrl],
    ['HEAD', pageUrl],
  ];
  for (const [method, url] of absent) {
    test(`${method} ${JSON.stringify(url)} is none of them`, async () => {
      const { status, body } = await files.answer(method, url);
      assert.deepEqual([status, body], [404, null]);
    });
  }

  test('what was put there later is none of them', async () => {
    await writeFile(path.join(place, 'pages/later.html'), 'x');
    assert.equal((await files.answer('GET', 'stile-app://app/later.html')).status, 404);
  });

  test('come with a policy that forbids everything that is not named, and names no other place', async () => {
    for (const url of [pageUrl, 'stile-app://app/none']) {
      const { headers } = await files.answer('GET', url);
      const policy = new Map(
        (headers['content-security-policy'] ?? '').split('; ').map((each) => {
          const [name = '', ...values] = each.split(' ');
          return [name, values.join(' ')];
        }),
      );
      assert.deepEqual(Object.fromEntries(policy), {
        'default-src': "'none'",
        'script-src': "'self'",
        'style-src': "'self'",
        'font-src': "'self'",
        'img-src': "'self' data:",
        'connect-src': "'none'",
        'base-uri': "'none'",
        'form-action': "'none'",
        'frame-ancestors': "'none'",
        'require-trusted-types-for': "'script'",
      });
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    }
  });
});
