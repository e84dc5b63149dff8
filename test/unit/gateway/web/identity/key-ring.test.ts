// When keys sign, when the next one comes, and what of an old one stays.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type KeyRing,
  nextKeyDueAt,
  pruned,
  type RingKey,
  signingKey,
  withKey,
} from '../../../../../gateway/web/identity/key-ring.ts';

const day = 24 * 60 * 60 * 1_000;
const publicJwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const;
const key = (kid: string, signsFrom: number): RingKey => ({ kid, privateKey: 'pem', publicJwk, signsFrom });
const made = (kid: string) => ({ kid, privateKey: 'pem', publicJwk });
const kids = (ring: KeyRing) => ring.map((entry) => `${entry.kid}${entry.privateKey === null ? ' checks' : ''}`);

test('the next key comes a day before the first one`s 30 days are over, and signs when they are', () => {
  const first: KeyRing = [key('a', 0)];
  assert.equal(nextKeyDueAt(first), 29 * day);
  const both = withKey(first, made('b'), 29 * day);
  assert.equal(signingKey(both, 30 * day - 1).kid, 'a');
  assert.equal(signingKey(both, 30 * day).kid, 'b');
});

test('a gateway that slept for a year publishes the next key for a day all the same', () => {
  const both = withKey([key('a', 0)], made('b'), 365 * day);
  assert.equal(signingKey(both, 366 * day - 1).kid, 'a');
  assert.equal(signingKey(both, 366 * day).kid, 'b');
});

test('a replaced key can check for a day and sign no more; then it is gone', () => {
  const both: KeyRing = [key('a', 0), key('b', 30 * day)];
  assert.deepEqual(kids(pruned(both, 30 * day - 1)), ['a', 'b']);
  assert.deepEqual(kids(pruned(both, 30 * day)), ['a checks', 'b']);
  assert.deepEqual(kids(pruned(pruned(both, 30 * day), 31 * day - 1)), ['a checks', 'b']);
  assert.deepEqual(kids(pruned(pruned(both, 30 * day), 31 * day)), ['b']);
});

test('a clock that was set back leaves a key to sign with', () => {
  assert.equal(signingKey([key('a', 10 * day), key('b', 40 * day)], 0).kid, 'a');
  const replaced: KeyRing = [{ ...key('a', 0), privateKey: null }, key('b', 30 * day)];
  assert.equal(signingKey(replaced, day).kid, 'b');
  assert.deepEqual(kids(pruned(replaced, day)), ['a checks', 'b']);
});
