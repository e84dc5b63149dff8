// The Windows certificate store and policies, by the code that runs on Windows, under Wine.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { z } from 'zod';
import { makeThrowawayPki } from '../doubles/throwaway-pki.ts';
import { makeMsi } from '../doubles/tiny-msi.ts';
import { startWindows } from '../doubles/windows.ts';

const place = { name: 'CurrentUser\\My', readBy: 'system' };
const change = z
  .object({ places: z.array(z.object({ outcome: z.object({ kind: z.string() }).loose() }).loose()) })
  .loose();
const contents = z
  .object({
    certificates: z.array(z.object({ sha256: z.string(), certificatePem: z.string(), places: z.unknown() }).loose()),
    unread: z.array(z.unknown()),
  })
  .loose();
const utf16 = (value: string) => Buffer.from(`${value}\0`, 'utf16le').toString('base64');
/** Values as policy editors write them: REG_DWORD, REG_SZ, REG_MULTI_SZ, and a list as a key. */
const policies = [
  { key: '', name: 'MayQuit', type: 4, data: Buffer.from([0, 0, 0, 0]).toString('base64') },
  { key: '', name: 'Theme', type: 1, data: utf16('dark') },
  { key: '', name: 'AddedDomains', type: 7, data: utf16('a.example.com\0b.example.com\0') },
  { key: '\\LocalUsers', name: '2', type: 1, data: utf16('CORP\\Jürgen') },
  { key: '\\LocalUsers', name: '1', type: 1, data: utf16('山田') },
];

const toldForm = z.object({
  system: z.string(),
  status: z.unknown(),
  before: contents,
  installed: change,
  installedAgain: change,
  listed: contents,
  shown: z.unknown(),
  anonymous: z.unknown(),
  removed: change,
  removedAgain: change,
  after: contents,
  keyIsGone: z.boolean(),
  secrets: z.object({ kind: z.string() }).loose(),
  notices: z.number().nullable(),
});

describe("the certificate store of a Windows user, on Wine's crypt32", () => {
  let told: z.infer<typeof toldForm>;
  let sha256: string;
  let certificatePem: string;
  let managed: unknown;
  let installer: unknown;

  before(async () => {
    const pki = await makeThrowawayPki();
    const user = await pki.user('alice', { keyKind: 'rsa2048' });
    ({ sha256, certificatePem } = user);
    const { keyPem } = user;
    const identity = { keyPem, certificatePem, friendlyName: 'Stile (alice at corp.test)' };
    const own = await pki.server(['crm.corp.test']);
    const server = createServer(
      {
        cert: own.certificatePem,
        key: own.keyPem,
        ca: pki.ztna.certificatePem,
        requestCert: true,
        rejectUnauthorized: false,
      },
      ({ socket }, response) => {
        assert.ok(socket instanceof TLSSocket);
        const shown = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase() ?? 'none';
        // Kept connections would answer for each other.
        response.setHeader('connection', 'close').end(`${shown} ${socket.authorized}`);
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const folder = await mkdtemp(path.join(tmpdir(), 'stile-msi-'));
    try {
      await using windows = await startWindows();
      const { port } = server.address() as AddressInfo;
      told = toldForm.parse(await windows.run('test/wine/scenes/cert-store.ts', { identity, sha256, port }));
      managed = await windows.run('test/wine/scenes/managed.ts', { values: policies });
      const input = { msi: onWindows(await makeMsi(folder, '0.2.0')), other: onWindows(path.join(folder, 'tiny.wxs')) };
      installer = await windows.run('test/wine/scenes/package-manager.ts', input);
    } finally {
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("is reached by Windows's Node", () => {
    assert.match(told.system, /^win32 v22\./);
    assert.deepEqual(told.status, { kind: 'there', places: [{ ...place, state: { kind: 'ready' } }] });
    assert.deepEqual(told.before.certificates, []);
  });

  test('takes key and certificate once, and shows both', () => {
    assert.deepEqual([outcomeOf(told.installed), outcomeOf(told.installedAgain)], ['changed', 'unchanged']);
    assert.deepEqual(
      told.listed.certificates.map((each) => [each.sha256, each.certificatePem.trim(), each.places]),
      [[sha256, certificatePem.trim(), [{ ...place, key: 'there' }]]],
    );
  });

  test('gives the certificate to a client of Windows, which proves to a server that it has the key', () => {
    assert.deepEqual(told.shown, { body: `${sha256} true` });
    assert.deepEqual(told.anonymous, { body: 'none false' });
  });

  test('loses certificate and key', () => {
    assert.deepEqual([outcomeOf(told.removed), outcomeOf(told.removedAgain)], ['changed', 'unchanged']);
    assert.deepEqual(told.after.certificates, []);
    assert.equal(told.keyIsGone, true);
  });

  test('is on a machine whose policies are read from the registry, in every way that editors write them', () => {
    assert.deepEqual(managed, {
      before: { kind: 'none' },
      codes: [0, 0, 0, 0, 0],
      after: {
        kind: 'values',
        source: 'HKLM\\SOFTWARE\\Policies\\Stile',
        values: {
          MayQuit: false,
          Theme: 'dark',
          AddedDomains: ['a.example.com', 'b.example.com'],
          LocalUsers: ['山田', 'CORP\\Jürgen'],
        },
      },
    });
  });

  test('is on a machine whose installer takes a package of ours, says so, and removes it', () => {
    const agent = { component: 'agent', version: '0.2.0', arch: 'x64' };
    assert.deepEqual(installer, {
      before: { kind: 'not-packaged' },
      files: [
        { kind: 'read', ...agent },
        { kind: 'unreadable', why: 'it is no package of Stile' },
      ],
      begun: { kind: 'begun' },
      installing: { code: 0, isTold: true },
      installed: { kind: 'packaged', by: 'win32-msi', packages: [agent] },
      removing: { kind: 'begun' },
      removed: { code: 0, isTold: true },
      after: { kind: 'not-packaged' },
    });
  });

  test('is on a desktop that says whether its user may be disturbed', () => {
    // QUNS_ACCEPTS_NOTIFICATIONS; Wine's user always may.
    assert.equal(told.notices, 5);
  });

  // Wine 8 has no bcryptprimitives.dll, which the library for Windows wants: the Credential Manager is not reached here.
  test('has a secret store beside it that says that no library loads, and does not fall over', () => {
    assert.equal(told.secrets.kind, 'absent');
  });
});

/** A file of Linux as Wine names it. */
function onWindows(file: string): string {
  return `Z:${file.replaceAll('/', '\\')}`;
}

function outcomeOf(told: z.infer<typeof change>): string | undefined {
  return told.places[0]?.outcome.kind;
}
