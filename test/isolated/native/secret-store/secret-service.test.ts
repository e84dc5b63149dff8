// The secret store of a Linux session against GNOME's real keyring, by each library that loads here.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadAdapters, type SecretAdapter } from '../../../../native/secret-store/adapters.ts';
import { secretFiles } from '../../../../native/secret-store/file.ts';
import { secretStoreOfLinux } from '../../../../native/secret-store/linux.ts';
import { storeOverAdapters } from '../../../../native/secret-store/over-adapters.ts';
import { sealedFile } from '../../../../native/secret-store/sealed-file.ts';
import { secretServiceStatus } from '../../../../native/secret-store/secret-service.ts';
import { type SessionBus, startSessionBus } from '../../../doubles/secret-service.ts';

const key = Buffer.alloc(32, 7);

describe('the secret store of a session', () => {
  let session: SessionBus;
  let adapters: readonly SecretAdapter[];
  let folder: string;

  before(async () => {
    session = await startSessionBus();
    // The libraries look into the environment of their process, which is this test's own.
    Object.assign(process.env, session.environment);
    adapters = await loadAdapters();
    folder = await mkdtemp(path.join(tmpdir(), 'stile-sealed-'));
  });
  after(async () => {
    await session[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const sealed = () =>
    sealedFile({
      path: path.join(folder, 'identity'),
      purpose: 'identity',
      stores: [secretStoreOfLinux(), secretFiles(path.join(folder, 'keys'))],
    });

  test('is reached by both libraries', (t) => {
    const libraries = adapters.map((each) => each.library);
    assert.ok(libraries.includes('@napi-rs/keyring'));
    if (!libraries.includes('keytar'))
      t.skip('keytar is not built here: it needs libsecret-1-dev, g++, make and python3');
  });

  test('is absent where nobody offers it, and a file keeps the key, and says so', async () => {
    assert.equal((await secretStoreOfLinux().status()).kind, 'absent');
    assert.equal((await secretStoreOfLinux().get('identity')).kind, 'absent');
    assert.deepEqual(await sealed().write(Buffer.from('made without a desktop')), { kind: 'written', keeper: 'file' });
  });

  test('keeps, finds and forgets, through each library and through the first of them', async () => {
    await session.startKeyring();
    const probe = () => secretServiceStatus(session.environment);
    const each = adapters.map((adapter) =>
      storeOverAdapters({ keeper: 'secret-service', load: async () => [adapter], probe }),
    );
    for (const store of [...each, secretStoreOfLinux()]) {
      assert.deepEqual(await store.get('trial'), { kind: 'missing' });
      assert.deepEqual(await store.set('trial', key), { kind: 'done' });
      const found = await store.get('trial');
      assert.deepEqual(found.kind === 'found' && Buffer.from(found.value), key);
      assert.deepEqual(await store.delete('trial'), { kind: 'done' });
      assert.deepEqual(await store.get('trial'), { kind: 'missing' });
    }
  });

  test('takes over the key of what was sealed without it', async () => {
    assert.equal((await sealed().read()).kind, 'opened');
    assert.deepEqual(await sealed().write(Buffer.from('sealed')), { kind: 'written', keeper: 'secret-service' });
    assert.deepEqual(await secretFiles(path.join(folder, 'keys')).get('identity'), { kind: 'missing' });
    const content = await sealed().read();
    assert.equal(content.kind === 'opened' && content.bytes.toString(), 'sealed');
  });

  test('is locked when it is locked, never empty; keytar alone says that it is empty', async () => {
    await session.lock();
    const store = secretStoreOfLinux();
    assert.deepEqual(await store.status(), { kind: 'locked' });
    assert.deepEqual(await store.get('identity'), { kind: 'locked' });
    assert.deepEqual(await store.set('identity', key), { kind: 'locked' });
    assert.deepEqual(await store.delete('identity'), { kind: 'locked' });
    assert.deepEqual(await sealed().read(), { kind: 'locked' });
    assert.deepEqual(await sealed().write(Buffer.from('never')), { kind: 'locked' });
    const keytar = adapters.find((each) => each.library === 'keytar');
    if (keytar !== undefined) assert.equal(await keytar.get('identity'), null);
  });
});
