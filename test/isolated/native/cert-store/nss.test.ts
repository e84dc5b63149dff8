// A user's certificate in real NSS databases: put in, found, rotated and taken out again, as Chromium and Firefox find it.

import assert from 'node:assert/strict';
import { chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CertStore, StoreChange, UserIdentity } from '../../../../native/cert-store/cert-store.ts';
import { nssTools } from '../../../../native/cert-store/nss/database.ts';
import { runTool } from '../../../../native/exec.ts';
import { platformFor } from '../../../../native/platform.ts';
import { type Credentials, makeThrowawayPki, type ThrowawayPki } from '../../../doubles/throwaway-pki.ts';

const { certutil, pk12util } = nssTools;

describe('the certificate store of a Linux user', () => {
  let pki: ThrowawayPki;
  let old: Credentials;
  let renewed: Credentials;
  before(async () => {
    pki = await makeThrowawayPki();
    old = await pki.user('alice', { keyKind: 'rsa2048' });
    renewed = await pki.user('alice', { keyKind: 'rsa2048' });
  });

  /** Of this test alone, so that what is left in it was left by this test. */
  let folder: string;
  const usual = process.env.TMPDIR;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stile-nss-'));
    process.env.TMPDIR = folder;
  });
  after(async () => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    await rm(folder, { recursive: true });
  });
  /** A home with these directories, and its store. */
  async function homeWith(...directories: readonly string[]): Promise<{ home: string; store: CertStore }> {
    const home = await mkdtemp(path.join(folder, 'home-'));
    for (const each of directories) await mkdir(path.join(home, each), { recursive: true, mode: 0o700 });
    return { home, store: platformFor('linux').certStore({ home }) };
  }

  test('takes a renewed certificate beside the old one of the same subject, and removes the old one with its key', async () => {
    const { home, store } = await homeWith('.pki/nssdb');
    const database = path.join(home, '.pki/nssdb');
    assert.deepEqual(outcomes(await store.install(identityOf(old))), ['changed']);
    assert.deepEqual(outcomes(await store.install(identityOf(old))), ['unchanged']);
    assert.equal((await stat(path.join(database, 'key4.db'))).mode & 0o077, 0);
    assert.deepEqual(outcomes(await store.install(identityOf(renewed))), ['changed']);
    assert.deepEqual(await sha256sOf(store), [old.sha256, renewed.sha256].sort());
    const keys = await keysOf(database);

    assert.deepEqual(outcomes(await store.remove(old.sha256)), ['changed']);
    assert.deepEqual(outcomes(await store.remove(old.sha256)), ['unchanged']);
    assert.deepEqual(await sha256sOf(store), [renewed.sha256]);
    assert.equal((await keysOf(database)).length, keys.length - 1);
    assert.deepEqual(outcomes(await store.remove(renewed.sha256)), ['changed']);
    assert.deepEqual(await keysOf(database), []);
    assert.deepEqual(await nicknamesOf(database), []);
  });

  test('puts in what Chromium can use: the certificate as it was issued, with its own key', async () => {
    const { home, store } = await homeWith();
    await store.install(identityOf(old));
    const database = path.join(home, '.local/share/pki/nssdb');
    const exported = path.join(home, 'out.p12');
    const password = path.join(home, 'password');
    await writeFile(password, 'x');
    const [nickname = ''] = await nicknamesOf(database);
    assert.match(nickname, /^Stile \(alice/);
    await nss(pk12util, '-o', exported, '-n', nickname, '-d', `sql:${database}`, '-w', password, '-K', '');
    const opened = await runTool('/usr/bin/openssl', ['pkcs12', '-in', exported, '-nodes', '-passin', 'pass:x']);
    assert.ok(opened.kind === 'exited' && opened.code === 0);
    assert.ok(opened.stdout.includes(old.certificatePem.trim()));
    assert.ok(opened.stdout.includes(old.keyPem.trim()));
  });

  test('is filled in every database of that user, Firefox profiles included', async () => {
    const { home, store } = await homeWith('.mozilla/firefox/abc.default-esr');
    await writeFile(
      path.join(home, '.mozilla/firefox/profiles.ini'),
      '[Profile0]\nPath=abc.default-esr\nIsRelative=1\n',
    );
    assert.deepEqual(outcomes(await store.install(identityOf(old))), ['changed', 'changed']);
    const contents = await store.list();
    assert.deepEqual(contents.kind === 'read' && contents.certificates[0]?.places.map((place) => place.readBy), [
      'chromium',
      'firefox',
    ]);
    assert.deepEqual(outcomes(await store.remove(old.sha256)), ['changed', 'changed']);
  });

  test('leaves alone what is not ours, also under the name we would use', async () => {
    const { home, store } = await homeWith('.pki/nssdb');
    const database = path.join(home, '.pki/nssdb');
    await nss(certutil, '-N', '--empty-password', '-d', `sql:${database}`);
    const noise = path.join(home, 'noise');
    await writeFile(noise, 'anything');
    const own = ['-S', '-x', '-s', 'CN=Somebody else', '-n', 'Stile (alice at corp.test)', '-t', 'u,u,u', '-z', noise];
    await nss(certutil, ...own, '-d', `sql:${database}`);
    const ca = path.join(home, 'ca.pem');
    await writeFile(ca, pki.ztna.certificatePem);
    await nss(certutil, '-A', '-t', 'CT,,', '-n', 'A CA', '-i', ca, '-d', `sql:${database}`);
    const [theirs] = await keysOf(database);

    await store.install(identityOf(old));
    assert.deepEqual(await sha256sOf(store), [old.sha256]);
    await store.remove(old.sha256);
    assert.deepEqual(await keysOf(database), [theirs]);
    assert.deepEqual((await nicknamesOf(database)).toSorted(), ['A CA', 'Stile (alice at corp.test)']);
  });

  test('is healed where the key went and the certificate stayed', async () => {
    const { home, store } = await homeWith('.pki/nssdb');
    const database = path.join(home, '.pki/nssdb');
    await store.install(identityOf(old));
    const [keyId = ''] = await keysOf(database);
    await nss(certutil, '-F', '-k', keyId, '-d', `sql:${database}`);
    const contents = await store.list();
    assert.equal(contents.kind === 'read' && contents.certificates[0]?.places[0]?.key, 'missing');
    assert.deepEqual(outcomes(await store.install(identityOf(old))), ['changed']);
    assert.deepEqual(await keysOf(database), [keyId]);
  });

  test('with a password of its own is locked, and stays as it was', async () => {
    const { home, store } = await homeWith('.pki/nssdb');
    const database = path.join(home, '.pki/nssdb');
    const password = path.join(home, 'password');
    await writeFile(password, 'known to the user alone\n');
    await nss(certutil, '-N', '-f', password, '-d', `sql:${database}`);
    const files = await readdir(database);
    const status = await store.status();
    assert.deepEqual(status.kind === 'there' && status.places.map((place) => place.state), [{ kind: 'locked' }]);
    assert.deepEqual(outcomes(await store.install(identityOf(old))), ['locked']);
    assert.deepEqual(await sha256sOf(store), []);
    assert.deepEqual(await readdir(database), files);
    assert.deepEqual(await nicknamesOf(database), []);
  });

  test('of another user is refused, whatever rights we have', async () => {
    const { home, store } = await homeWith('.pki/nssdb');
    await chown(path.join(home, '.pki/nssdb'), 65_534, 65_534);
    assert.deepEqual(outcomes(await store.install(identityOf(old))), ['failed']);
    await chown(home, 65_534, 65_534);
    assert.equal((await store.install(identityOf(old))).kind, 'unavailable');
    assert.deepEqual(await readdir(path.join(home, '.pki/nssdb')), []);
  });

  test('takes only a certificate of a user, with its own key', async () => {
    const { store } = await homeWith();
    assert.throws(() => store.install(identityOf({ ...old, keyPem: renewed.keyPem })), TypeError);
    const machine = await pki.machine({ keyKind: 'rsa2048' });
    assert.throws(() => store.install(identityOf(machine)), TypeError);
  });

  test('leaves no file with a key or a password behind', async () => {
    assert.ok((await readdir(folder)).every((entry) => entry.startsWith('home-')));
  });
});

function identityOf({ keyPem, certificatePem }: Credentials): UserIdentity {
  return { keyPem, certificatePem, friendlyName: 'Stile (alice at corp.test)' };
}

function outcomes(change: StoreChange): readonly string[] {
  return change.kind === 'tried' ? change.places.map((place) => place.outcome.kind) : [change.kind];
}

async function sha256sOf(store: CertStore): Promise<readonly string[]> {
  const contents = await store.list();
  assert.ok(contents.kind === 'read');
  return contents.certificates.map((each) => each.sha256).sort();
}

/** Runs a tool of NSS, which has to succeed. */
async function nss(tool: string, ...args: readonly string[]): Promise<string> {
  const outcome = await runTool(tool, args, { timeoutMs: 20_000 });
  assert.ok(outcome.kind === 'exited' && outcome.code === 0, `${tool} ${args.join(' ')}: ${JSON.stringify(outcome)}`);
  return outcome.stdout;
}

async function keysOf(database: string): Promise<readonly string[]> {
  const outcome = await runTool(certutil, ['-K', '-d', `sql:${database}`], { timeoutMs: 20_000 });
  assert.ok(outcome.kind === 'exited');
  return outcome.stdout.match(/\b[0-9a-f]{40}\b/g) ?? [];
}

async function nicknamesOf(database: string): Promise<readonly string[]> {
  const lines = (await nss(certutil, '-L', '-d', `sql:${database}`)).trim().split('\n');
  return lines
    .slice(2)
    .map((line) => line.replace(/\s+\S*,\S*,\S*\s*$/, ''))
    .filter((name) => name !== '');
}
