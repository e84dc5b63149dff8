// A sealed file: what it gives back, and what becomes of one that somebody changed.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { secretFiles } from '../../../../native/secret-store/file.ts';
import { type SealedFile, sealedFile } from '../../../../native/secret-store/sealed-file.ts';
import type { SecretStore } from '../../../../native/secret-store/secret-store.ts';

const secret = Buffer.from('-----BEGIN PRIVATE KEY-----');

describe('a sealed file', () => {
  let folder: string;
  let keys: SecretStore;
  let file: SealedFile;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stile-sealed-'));
    keys = secretFiles(path.join(folder, 'keys'));
    file = sealed('identity');
  });
  afterEach(() => rm(folder, { recursive: true }));

  function sealed(purpose: string, stores: readonly SecretStore[] = [keys]): SealedFile {
    return sealedFile({ path: path.join(folder, 'own', 'identity'), purpose, stores });
  }

  test('gives back what was put in, and shows none of it', async () => {
    assert.deepEqual(await file.read(), { kind: 'missing' });
    assert.deepEqual(await file.write(secret), { kind: 'written', keeper: 'file' });
    assert.deepEqual(await file.read(), { kind: 'opened', bytes: secret, keeper: 'file' });
    const bytes = await readFile(file.path);
    assert.ok(bytes.toString('latin1').startsWith('stile-sealed 1 file identity\n'));
    assert.equal(bytes.includes('PRIVATE'), false);
    assert.equal((await stat(file.path)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(file.path))).mode & 0o777, 0o700);
  });

  test('that was changed anywhere is unreadable', async () => {
    await file.write(secret);
    const whole = await readFile(file.path);
    for (let index = 0; index < whole.length; index += 1) {
      const changed = Buffer.from(whole);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await writeFile(file.path, changed);
      assert.equal((await file.read()).kind, 'unreadable', `byte ${index}`);
    }
    for (const length of [0, 10, whole.length - secret.length - 1, whole.length - 1]) {
      await writeFile(file.path, whole.subarray(0, length));
      assert.equal((await file.read()).kind, 'unreadable', `${length} bytes`);
    }
    await writeFile(file.path, whole);
    assert.equal((await file.read()).kind, 'opened');
  });

  test('does not open in the place of another, nor with the key of another', async () => {
    await file.write(secret);
    assert.deepEqual(await sealed('settings').read(), {
      kind: 'unreadable',
      why: 'it is sealed for another purpose',
    });
    await keys.set('identity', Buffer.alloc(32));
    assert.equal((await file.read()).kind, 'unreadable');
  });

  test('whose key is gone is unreadable, and can be written anew', async () => {
    await file.write(secret);
    await keys.delete('identity');
    assert.equal((await file.read()).kind, 'unreadable');
    await file.write(secret);
    assert.equal((await file.read()).kind, 'opened');
  });

  test('whose store is locked or absent is neither missing nor unreadable', async () => {
    await file.write(secret);
    for (const state of [{ kind: 'locked' }, { kind: 'absent', why: 'no bus' }] as const) {
      const closed: SecretStore = { ...keys, status: async () => state, get: async () => state };
      assert.deepEqual(await sealed('identity', [closed]).read(), state);
      assert.deepEqual(await sealed('identity', [closed]).write(Buffer.from('new')), state);
    }
    assert.deepEqual(await file.read(), { kind: 'opened', bytes: secret, keeper: 'file' });
  });

  test('that a keyring keeps is not replaced by a less safe one while the keyring is away', async () => {
    const keyring: SecretStore = { ...secretFiles(path.join(folder, 'keyring')), keeper: 'secret-service' };
    await sealed('identity', [keyring, keys]).write(secret);
    const away: SecretStore = { ...keyring, status: async () => ({ kind: 'absent', why: 'no bus' }) };
    assert.deepEqual(await sealed('identity', [away, keys]).write(Buffer.from('new')), {
      kind: 'absent',
      why: 'no bus',
    });
    assert.deepEqual(await sealed('identity', [keyring, keys]).read(), {
      kind: 'opened',
      bytes: secret,
      keeper: 'secret-service',
    });
  });

  test('is removed with its key', async () => {
    await file.write(secret);
    assert.deepEqual(await file.remove(), { kind: 'removed' });
    assert.deepEqual(await readdir(path.dirname(file.path)), []);
    assert.deepEqual(await keys.get('identity'), { kind: 'missing' });
    assert.deepEqual(await file.remove(), { kind: 'removed' });
  });

  test('does not trust a key that others may have read', async () => {
    await file.write(secret);
    await chmod(path.join(folder, 'keys', 'identity.secret'), 0o644);
    assert.equal((await file.read()).kind, 'absent');
  });
});
