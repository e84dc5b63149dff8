// What the secret store makes of libraries that lie, hang or refuse.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SecretAdapter } from '../../../../native/secret-store/adapters.ts';
import { storeOverAdapters } from '../../../../native/secret-store/over-adapters.ts';
import type { SecretStoreStatus } from '../../../../native/secret-store/secret-store.ts';

/** A library with a memory of its own; the other does not see what is in it, as on Linux. */
function library(name: SecretAdapter['library'], deviation: Partial<SecretAdapter> = {}) {
  const items = new Map<string, string>();
  const adapter: SecretAdapter = {
    library: name,
    get: async (account) => items.get(account) ?? null,
    set: async (account, text) => void items.set(account, text),
    delete: async (account) => void items.delete(account),
    ...deviation,
  };
  return { items, adapter };
}

function storeOf(adapters: readonly SecretAdapter[], ...states: readonly SecretStoreStatus[]) {
  let asked = 0;
  const probe = async (): Promise<SecretStoreStatus> => {
    asked += 1;
    return states[Math.min(asked, states.length) - 1] ?? { kind: 'ok' };
  };
  return storeOverAdapters({ keeper: 'secret-service', load: async () => adapters, probe, timeoutMs: 50 });
}

const key = Buffer.alloc(32, 1);
const text = key.toString('base64');
const refusing = async () => {
  throw new Error('the library says no');
};
const hanging = () => new Promise<never>(() => undefined);

describe('a secret store', () => {
  test('that is locked while a library looks is locked, although the library says there is no such item', async () => {
    const { adapter } = library('keytar');
    assert.deepEqual(await storeOf([adapter], { kind: 'ok' }, { kind: 'locked' }).get('key'), { kind: 'locked' });
  });

  test('that is not open is not touched', async () => {
    const { adapter, items } = library('keytar');
    for (const state of [{ kind: 'locked' }, { kind: 'absent', why: 'no bus' }] as const) {
      assert.deepEqual(await storeOf([adapter], state).set('key', key), state);
      assert.deepEqual(await storeOf([adapter], state).get('key'), state);
    }
    assert.equal(items.size, 0);
  });

  test('without any library is absent', async () => {
    assert.equal((await storeOf([]).get('key')).kind, 'absent');
  });

  test('finds what the other library kept, when the first has nothing', async () => {
    const [first, second] = [library('keytar'), library('@napi-rs/keyring')];
    second.items.set('key', text);
    const found = await storeOf([first.adapter, second.adapter]).get('key');
    assert.deepEqual(found.kind === 'found' && Buffer.from(found.value), key);
  });

  test('says missing only when every library looked', async () => {
    const refuses = library('keytar', { get: refusing });
    const empty = library('@napi-rs/keyring');
    assert.deepEqual(await storeOf([refuses.adapter, empty.adapter]).get('key'), {
      kind: 'absent',
      why: 'the library says no',
    });
    assert.deepEqual(await storeOf([empty.adapter]).get('key'), { kind: 'missing' });
  });

  test('takes the second library where the first refuses or hangs', async () => {
    for (const set of [refusing, hanging]) {
      const [first, second] = [library('keytar', { set }), library('@napi-rs/keyring')];
      assert.deepEqual(await storeOf([first.adapter, second.adapter]).set('key', key), { kind: 'done' });
      assert.equal(second.items.get('key'), text);
    }
  });

  test('does not wait for a library that hangs', async () => {
    const { adapter } = library('keytar', { get: hanging });
    assert.deepEqual(await storeOf([adapter]).get('key'), { kind: 'absent', why: 'it does not answer' });
  });

  test('leaves no old value with the other library, neither after a new one nor after deleting', async () => {
    const [first, second] = [library('keytar'), library('@napi-rs/keyring')];
    const store = storeOf([first.adapter, second.adapter]);
    second.items.set('key', 'old');
    assert.deepEqual(await store.set('key', key), { kind: 'done' });
    assert.deepEqual([first.items.get('key'), second.items.size], [text, 0]);
    second.items.set('key', 'old');
    assert.deepEqual(await store.delete('key'), { kind: 'done' });
    assert.deepEqual([first.items.size, second.items.size], [0, 0]);
  });

  test('takes keys and nothing larger', () => {
    assert.throws(() => storeOf([]).set('key', Buffer.alloc(65)), RangeError);
  });
});
