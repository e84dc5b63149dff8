import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoreChange, StoreContents, StorePlace } from '../../../native/cert-store/cert-store.ts';
import { type ForgetPorts, forgetUser } from '../../../session/forget.ts';

const chromium: StorePlace = { name: '/home/ana/.pki/nssdb', readBy: 'chromium' };
const firefox: StorePlace = { name: '/home/ana/.mozilla/firefox/a.default', readBy: 'firefox' };
const held = { sha256: 'ab'.repeat(32), serial: '0A' };

function ports(over: {
  readonly contents?: StoreContents;
  readonly change?: StoreChange;
  readonly file?: 'removed' | 'locked';
  readonly list?: () => Promise<StoreContents>;
}): ForgetPorts {
  const certificates = [held] as unknown as Extract<StoreContents, { kind: 'read' }>['certificates'];
  return {
    certificates: {
      list: over.list ?? (async () => over.contents ?? { kind: 'read', certificates, unread: [] }),
      remove: async () => over.change ?? { kind: 'tried', places: [{ ...chromium, outcome: { kind: 'changed' } }] },
    },
    file: { remove: async () => (over.file === 'locked' ? { kind: 'locked', why: 'x' } : { kind: 'removed' }) },
    removeFiles: async () => ['/home/ana/.config/Stile'],
  };
}

const table: readonly (readonly [string, Parameters<typeof ports>[0], readonly string[]])[] = [
  ['all is gone', {}, []],
  ['a database is locked', { change: inPlace('locked') }, ['certificate 0A in /home/ana/.pki/nssdb: it is locked']],
  ['a database refuses', { change: inPlace('failed') }, ['certificate 0A in /home/ana/.pki/nssdb: broken']],
  ['the keyring is locked', { file: 'locked' }, ['the key in the keyring: the keyring is locked']],
  [
    'a database cannot be looked into',
    { contents: { kind: 'read', certificates: [], unread: [firefox] } },
    ['/home/ana/.mozilla/firefox/a.default: it cannot be looked into'],
  ],
  ['there is no store at all', { contents: { kind: 'unavailable', why: 'no certutil' } }, []],
  ['listing breaks', { list: () => Promise.reject(new Error('torn')) }, ['certificates: torn']],
];

for (const [situation, over, left] of table)
  test(`where ${situation}, the files are removed all the same and what is left is named`, async () => {
    const forgotten = await forgetUser(ports(over));
    assert.deepEqual(forgotten.left, left);
    assert.ok(forgotten.removed.includes('/home/ana/.config/Stile'));
  });

function inPlace(kind: 'locked' | 'failed'): StoreChange {
  const outcome = kind === 'failed' ? ({ kind, why: 'broken' } as const) : ({ kind } as const);
  return { kind: 'tried', places: [{ ...chromium, outcome }] };
}
