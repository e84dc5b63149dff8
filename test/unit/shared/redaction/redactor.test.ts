import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { encodeInvitation, invitation, invitationLink } from '../../../../shared/invitation/invitation.ts';
import { randomToken } from '../../../../shared/node/random-token.ts';
import { Redactor } from '../../../../shared/redaction/redactor.ts';
import type { RedactionKind } from '../../../../shared/redaction/rules.ts';

const token = randomToken();
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const pem = String(key).trim();
const invited = encodeInvitation(
  invitation.parse({
    v: 1,
    role: 'device',
    ems: 'ems.corp.test:8013',
    site: 'default',
    code: token,
    ca: 'ab'.repeat(32),
    domains: ['corp.test'],
    needs: [],
  }),
  (bytes) => createHash('sha256').update(bytes).digest(),
);
const jwt = `eyJhbGciOiJFUzI1NiJ9.${randomBytes(30).toString('base64url')}.${randomBytes(64).toString('base64url')}`;
const random = randomBytes(48).toString('base64url');

/** Of macOS. */
const homes = ['', 'Users'].join('/');

/** [text, what is left of it, what was taken] */
const taken: readonly (readonly [string, string, RedactionKind])[] = [
  [`read ${invited} from it`, 'read [invitation] from it', 'invitation'],
  [invitationLink(invited), 'stile://enroll?invitation=[invitation]', 'invitation'],
  ['stile1.cut', '[invitation]', 'invitation'],
  [`the code ${token}.`, 'the code [token].', 'token'],
  [`x${token}y`, 'x[token]y', 'token'],
  [`GET / with ${jwt}`, 'GET / with [token]', 'token'],
  ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[token]', 'token'],
  [`Authorization: Bearer ${token}`, 'Authorization: [authorization]', 'authorization'],
  ['proxy-authorization: Basic cm9vdDp4', 'proxy-authorization: [authorization]', 'authorization'],
  ['sent Bearer abcdefgh to it', 'sent Bearer [authorization] to it', 'authorization'],
  ['Cookie: a=b; c=d', 'Cookie: [cookie]', 'cookie'],
  ['Set-Cookie: __Host-stile-console=abc; Path=/', 'Set-Cookie: [cookie]', 'cookie'],
  ['https://anna:geheim@proxy.test:3128/', 'https://[password]@proxy.test:3128/', 'password'],
  ['password=hunter2&x=1', 'password=[secret]&x=1', 'secret'],
  ['{"password": "correct horse", "x": 1', '{"password": "[secret]", "x": 1', 'secret'],
  ['{\\"client_secret\\":\\"abc def\\"}', '{\\"client_secret\\":\\"[secret]\\"}', 'secret'],
  ['run with --token abc', 'run with --token [secret]', 'secret'],
  ['https://idp.test/cb?code=abc&x=1', 'https://idp.test/cb?code=[secret]&x=1', 'secret'],
  [`it is ${random}`, 'it is [secret]', 'secret'],
  [`key ${pem} end`, 'key [private key] end', 'private key'],
  [`key ${pem.replaceAll('\n', '\\n')} end`, 'key [private key] end', 'private key'],
  [`key ${pem.slice(0, 120)}`, 'key [private key]', 'private key'],
  ['in /home/anna/.config: no', 'in /home/[user]/.config: no', 'user'],
  [`in ${homes}/Anna/Library`, `in ${homes}/[user]/Library`, 'user'],
  ['in C:\\Users\\Anna Meier\\AppData', 'in C:\\Users\\[user]\\AppData', 'user'],
  ['in /srv/people/bert.', 'in /srv/people/[user].', 'user'],
  ['bert: waiting', '[user]: waiting', 'user'],
];

for (const [text, left, what] of taken)
  test(`a ${what} is taken out and counted: ${left}`, () => {
    const redactor = new Redactor(['bert', 'al']);
    assert.equal(redactor.text(text), left);
    assert.deepEqual(redactor.redactions, [{ what, count: 1 }]);
    assert.equal(redactor.text(left), left, 'it stays as it is');
  });

/** What support needs. */
const kept: readonly (readonly [string, string])[] = [
  ['a uid', '0123456789ABCDEF0123456789ABCDEF'],
  ['a serial', '01AB'.repeat(10)],
  ['a serial that could be base32', 'ABCDEF2345'.repeat(4)],
  ['a fingerprint', 'ab12'.repeat(16)],
  ['a request id', `req_${'A'.repeat(25)}Q`],
  ['a UUID', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ['a code of ours', '"code":"ems-refused"'],
  ['a path', '/usr/lib/x86_64-linux-gnu/security/pam_systemd_home.so'],
  ['a long name', 'certificate-of-the-device-does-not-hold-any-more'],
  ['a host of a user’s name', 'bert.corp.test:443 and www-bert.test'],
  ['a word of a short name', 'al fine'],
  ['root', 'root: installed'],
  ['an address', 'https://crm.corp.test:9443/a?b=c'],
];

for (const [what, text] of kept)
  test(`${what} stays`, () => {
    const redactor = new Redactor(['bert', 'al', 'root']);
    assert.equal(redactor.text(text), text);
    assert.deepEqual(redactor.redactions, []);
  });

test('where the reader may know the users they stay, and secrets do not', () => {
  const redactor = new Redactor(null);
  assert.equal(redactor.text(`anna in /home/anna: ${token}`), 'anna in /home/anna: [token]');
  assert.deepEqual(redactor.data({ osUser: 'anna' }), { osUser: 'anna' });
});

test('data is looked through to its ends: names that say secret, texts, and names of fields', () => {
  const redactor = new Redactor(['anna']);
  const data = {
    list: [{ apiKey: 'x y', accessToken: ['a'], 'Set-Cookie': 'a=b', deep: { note: `Bearer ${token}` } }],
    [`/${token}`]: 1,
    osUser: 'al',
    machineKey: { kind: 'file' },
    secrets: 'open',
    password: '',
    invitation: null,
  };
  assert.deepEqual(redactor.data(data), {
    list: [
      { apiKey: '[token]', accessToken: '[token]', 'Set-Cookie': '[cookie]', deep: { note: 'Bearer [authorization]' } },
    ],
    '/[token]': 1,
    osUser: '[user]',
    machineKey: { kind: 'file' },
    secrets: 'open',
    password: '',
    invitation: null,
  });
});

test('a line of the log that is JSON stays JSON, and any other is text', () => {
  const redactor = new Redactor(null);
  const line = JSON.stringify({ level: 'warn', msg: 'refused', why: `"password":"a \\"b" ${pem}`, secret: '[secret]' });
  const left = JSON.parse(redactor.line(line));
  assert.deepEqual([left.level, left.secret], ['warn', '[secret]']);
  assert.ok(!JSON.stringify(left).includes('PRIVATE'));
  assert.equal(redactor.line(`{ not JSON: ${token}`), '{ not JSON: [token]');
});

test('text that is made to take long does not', () => {
  const hostile = [
    'eyJ',
    'a',
    'A2',
    '://',
    '/home/',
    'secret',
    '-----BEGIN ',
    'stile1.',
    'Bearer ',
    '\\',
    'password="',
  ];
  for (const piece of hostile) {
    const text = piece.repeat(200_000 / piece.length);
    const started = process.cpuUsage();
    new Redactor(['bert']).text(text);
    const { user } = process.cpuUsage(started);
    assert.ok(user < 5_000_000, `${piece}: ${user / 1_000} ms`);
  }
});
