// Assertions as an application checks them: with the very lines that docs/identity-to-applications.md shows.

import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { compileFunction } from 'node:vm';
import { z } from 'zod';
import { openAssertions } from '../../../../../gateway/web/identity/assertions.ts';
import type { Asserted, Assertions } from '../../../../../gateway/web/ports.ts';
import { hasCode } from '../../../../../shared/errors/app-error.ts';
import { deviceId, gatewayId, sessionId } from '../../../../../shared/ids.ts';
import { silentLog } from '../../../../../shared/log.ts';
import { type MovedClock, movedClock } from '../../../../doubles/moved-clock.ts';

const day = 24 * 60 * 60 * 1_000;
const issuer = gatewayId.parse(`gw_${'A'.repeat(26)}`);
const session = sessionId.parse(`ses_${'A'.repeat(26)}`);
const asker: Asserted = { uid: deviceId.parse('A'.repeat(32)), user: null, tags: null };
const audience = 'https://crm.corp.test:9443';
const jwkSet = z.object({ keys: z.array(z.looseObject({ kid: z.string(), alg: z.string(), use: z.string() })) });
const sampleCheck = z.custom<WhoAsks>((value) => typeof value === 'function');

type WhoAsks = (
  assertion: string,
  expected: {
    readonly keys: readonly { readonly kid: string }[];
    readonly issuer: string;
    readonly audience: string;
    readonly now?: number;
  },
) => Readonly<Record<string, unknown>>;

let directory: string;
let clock: MovedClock;
let assertions: Assertions;
let whoAsks: WhoAsks;
before(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'stile-assertions-'));
  clock = movedClock();
  assertions = await openAssertions(directory, clock, silentLog);
  const page = readFileSync(
    path.resolve(import.meta.dirname, '../../../../../docs/identity-to-applications.md'),
    'utf8',
  );
  whoAsks = sampleCheck.parse(sampleOf(page));
});
after(async () => {
  await assertions?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

const keysOf = (of: Assertions) => jwkSet.parse(JSON.parse(of.jwks())).keys;
const signed = (over: Partial<Asserted> = {}) =>
  assertions.sign({ issuer, audience, asker: { ...asker, ...over }, session });
const checked = (assertion: string, over: { readonly audience?: string; readonly issuer?: string } = {}) =>
  whoAsks(assertion, { keys: keysOf(assertions), issuer, audience, now: clock.now(), ...over });

test('an application reads who asks, and nothing that was not proved or not asked for', () => {
  const claims = checked(signed());
  assert.deepEqual(Object.keys(claims), ['iss', 'aud', 'sub', 'sid', 'iat', 'exp']);
  assert.deepEqual([claims.iss, claims.aud, claims.sub, claims.sid], [issuer, audience, asker.uid, session]);
  assert.equal(Number(claims.exp) - Number(claims.iat), 60);
});

test('a verified user and relayed tags are told', () => {
  const claims = checked(signed({ user: 'ada@corp.test', tags: ['corporate'] }));
  assert.deepEqual([claims.user, claims.tags], ['ada@corp.test', ['corporate']]);
});

test('what was made for one application is refused at another, and by who expects another gateway', () => {
  assert.throws(() => checked(signed(), { audience: 'https://wiki.corp.test:9443' }), /another application/);
  assert.throws(() => checked(signed(), { audience: 'https://crm.corp.test' }), /another application/);
  assert.throws(() => checked(signed(), { issuer: `gw_${'B'.repeat(26)}` }), /another gateway/);
});

test('after 60 seconds it is worth nothing, and nothing before its time', () => {
  const assertion = signed();
  const at = (now: number) => whoAsks(assertion, { keys: keysOf(assertions), issuer, audience, now });
  assert.throws(() => at(clock.now() + 61_000), /not valid now/);
  assert.throws(() => at(clock.now() - 60_000), /not valid now/);
});

/** What a forger makes of a good one. */
const forgeries: Readonly<Record<string, (parts: readonly [string, string, string]) => string>> = {
  'no algorithm': ([, body]) => `${encoded({ alg: 'none', typ: 'stile-assertion+jwt' })}.${body}.`,
  'another algorithm': ([head, body, end]) => `${changed(head, { alg: 'HS256' })}.${body}.${end}`,
  'another type': ([head, body, end]) => `${changed(head, { typ: 'JWT' })}.${body}.${end}`,
  'an unknown key': ([head, body, end]) => `${changed(head, { kid: 'x' })}.${body}.${end}`,
  'another device': ([head, body, end]) => `${head}.${changed(body, { sub: 'B'.repeat(32) })}.${end}`,
  'a longer life': ([head, body, end]) => `${head}.${changed(body, { exp: 9_999_999_999 })}.${end}`,
  'another`s signature under the key`s name': ([head, body]) => {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const end = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' });
    return `${head}.${body}.${end.toString('base64url')}`;
  },
  'a part more': (parts) => `${parts.join('.')}.x`,
  'no signature': ([head, body]) => `${head}.${body}`,
  'an empty signature': ([head, body]) => `${head}.${body}.`,
};

for (const [what, forge] of Object.entries(forgeries))
  test(`an assertion with ${what} is refused`, () => {
    const [head = '', body = '', end = ''] = signed().split('.');
    assert.throws(() => checked(forge([head, body, end])));
  });

test('the keys are in a file of the gateway`s own, and the published ones have no private half', () => {
  assert.equal(statSync(path.join(directory, 'assertion-keys.json')).mode & 0o777, 0o600);
  for (const key of keysOf(assertions)) assert.equal('d' in key, false);
  const stored = readFileSync(path.join(directory, 'assertion-keys.json'), 'utf8');
  assert.ok(
    createPrivateKey(
      z.looseObject({ keys: z.array(z.looseObject({ privateKey: z.string() })) }).parse(JSON.parse(stored)).keys[0]
        ?.privateKey ?? '',
    ).type === 'private',
  );
});

test('keys outlive a restart; the next one is published a day before it signs, and the old one a day after', async () => {
  const own = mkdtempSync(path.join(directory, 'ring-'));
  const startedAt = movedClock();
  const open = () => openAssertions(own, startedAt, silentLog);
  const kidOf = (of: Assertions) => {
    const head = of.sign({ issuer, audience, asker, session }).split('.')[0] ?? '';
    return z.object({ kid: z.string() }).parse(JSON.parse(Buffer.from(head, 'base64url').toString())).kid;
  };
  const first = await open();
  const firstKid = kidOf(first);
  await first[Symbol.asyncDispose]();
  startedAt.forward(29 * day + 1);
  const second = await open();
  assert.equal(kidOf(second), firstKid);
  assert.equal(keysOf(second).length, 2);
  startedAt.forward(day);
  const nextKid = kidOf(second);
  assert.equal(nextKid, keysOf(second)[1]?.kid);
  await second[Symbol.asyncDispose]();
  const third = await open();
  assert.deepEqual(
    keysOf(third).map((key) => key.kid),
    [firstKid, nextKid],
  );
  assert.equal(readFileSync(path.join(own, 'assertion-keys.json'), 'utf8').match(/BEGIN PRIVATE KEY/g)?.length, 1);
  await third[Symbol.asyncDispose]();
  startedAt.forward(day);
  const fourth = await open();
  assert.deepEqual(
    keysOf(fourth).map((key) => key.kid),
    [nextKid],
  );
  await fourth[Symbol.asyncDispose]();
});

test('a file that holds no keys is not replaced unseen', async () => {
  const own = mkdtempSync(path.join(directory, 'broken-'));
  writeFileSync(path.join(own, 'assertion-keys.json'), '{}');
  await assert.rejects(openAssertions(own, clock, silentLog), (error) => hasCode(error, 'key-unreadable'));
});

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function changed(part: string, over: Readonly<Record<string, unknown>>): string {
  return encoded({
    ...z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(part, 'base64url').toString())),
    ...over,
  });
}

/** The function that the page shows, given what it imports. */
function sampleOf(page: string): unknown {
  const shown = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const body = shown.replace(/^import .*$/m, '').replace('export function', 'return function');
  return compileFunction(body, ['createPublicKey', 'verify', 'Buffer'])(createPublicKey, verify, Buffer);
}
