// What is written for each browser, as data.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserWishes } from '../../../../native/browser-policy/browser-policy.ts';
import { chromiumPolicy } from '../../../../native/browser-policy/chromium.ts';
import { configurationProfile } from '../../../../native/browser-policy/configuration-profile.ts';
import { firefoxWishes, withoutWishes, withWishes } from '../../../../native/browser-policy/firefox.ts';

const wishes: BrowserWishes = {
  hosts: [
    { host: 'crm.corp.test', port: 9443 },
    { host: 'wiki.corp.test', port: 9443 },
  ],
  issuers: ['Corp ZTNA CA', 'Its "successor"'],
  webCa: Buffer.from('a certificate'),
  firefox: 'ask',
};

test('Chromium offers certificates of our CAs to each protected host and port, and to nothing else', () => {
  const policy = chromiumPolicy(wishes);
  const rules = policy?.AutoSelectCertificateForUrls.map((each): unknown => JSON.parse(each));
  assert.deepEqual(
    rules,
    wishes.hosts.flatMap(({ host, port }) =>
      wishes.issuers.map((CN) => ({ pattern: `https://${host}:${port}`, filter: { ISSUER: { CN } } })),
    ),
  );
  assert.deepEqual(policy?.CACertificates, [Buffer.from('a certificate').toString('base64')]);
  assert.deepEqual(policy?.LocalNetworkAccessAllowedForUrls, [
    'https://crm.corp.test:9443',
    'https://wiki.corp.test:9443',
  ]);
});

const lesser: readonly (readonly [
  string,
  Partial<BrowserWishes>,
  (policy: ReturnType<typeof chromiumPolicy>) => void,
])[] = [
  ['without protected hosts nothing is written', { hosts: [] }, (policy) => assert.equal(policy, null)],
  [
    'without a CA to go by, no certificate is offered',
    { issuers: [] },
    (policy) => assert.deepEqual(policy?.AutoSelectCertificateForUrls, []),
  ],
  ['without a web CA none is trusted', { webCa: null }, (policy) => assert.deepEqual(policy?.CACertificates, [])],
];

for (const [claim, change, check] of lesser) test(claim, () => check(chromiumPolicy({ ...wishes, ...change })));

const caFile = '/etc/stile/web-ca.pem';
const preference = { 'security.default_personal_cert': { Value: 'Select Automatically', Status: 'locked' } };
const asked = { webCa: caFile, offersAlways: false };
const always = { webCa: caFile, offersAlways: true };

/** What others have written, our wishes, and what becomes of it. */
const merges: readonly (readonly [string, unknown, typeof asked, unknown])[] = [
  ['nothing', undefined, asked, { policies: { Certificates: { Install: [caFile] } } }],
  [
    'nothing, and offering always',
    undefined,
    always,
    { policies: { Certificates: { Install: [caFile] }, Preferences: preference } },
  ],
  [
    'policies and CAs of their own',
    {
      comment: 1,
      policies: { DisableTelemetry: true, Certificates: { ImportEnterpriseRoots: true, Install: ['a.pem'] } },
    },
    asked,
    {
      comment: 1,
      policies: {
        DisableTelemetry: true,
        Certificates: { ImportEnterpriseRoots: true, Install: ['a.pem', caFile] },
      },
    },
  ],
  [
    'the same preference',
    { policies: { Preferences: { 'security.default_personal_cert': { Value: 'Ask Every Time' } } } },
    always,
    {
      policies: {
        Preferences: { 'security.default_personal_cert': { Value: 'Ask Every Time' } },
        Certificates: { Install: [caFile] },
      },
    },
  ],
];

for (const [what, before, wanted, after] of merges)
  test(`where others have written ${what} for Firefox, theirs stays and ours can be taken out again`, () => {
    const merged = withWishes(before === undefined ? null : JSON.stringify(before), wanted);
    assert.ok(merged.kind === 'text');
    assert.deepEqual(JSON.parse(merged.text), after);
    const again = withWishes(merged.text, wanted);
    assert.deepEqual(again, merged);
    const left = withoutWishes(merged.text, caFile);
    if (before === undefined) assert.equal(left.kind, 'nothing');
    else assert.deepEqual(left.kind === 'text' ? JSON.parse(left.text) : left, before);
  });

for (const text of [
  '',
  '[]',
  '{"policies": 1}',
  '{"policies": {"Certificates": []}}',
  '{"policies": {"Certificates": {"Install": "x"}}}',
])
  test(`a file that Firefox would not take is left alone: ${text}`, () => {
    assert.equal(withWishes(text, asked).kind, 'unreadable');
    assert.equal(withoutWishes(text, caFile).kind, 'unreadable');
  });

test('Firefox is told of the web CA, and to offer certificates only if it is to offer them everywhere', () => {
  assert.deepEqual(firefoxWishes(wishes, caFile), asked);
  assert.deepEqual(firefoxWishes({ ...wishes, firefox: 'always' }, caFile), always);
  assert.equal(firefoxWishes({ ...wishes, webCa: null }, caFile), null);
  assert.equal(firefoxWishes({ ...wishes, hosts: [] }, caFile), null);
});

test('the profile for macOS holds the same lists for each browser, and the web CA as a root of its own', () => {
  const policy = chromiumPolicy(wishes);
  assert.ok(policy !== null);
  const text = configurationProfile(policy, wishes.webCa);
  assert.equal(text.match(/<key>AutoSelectCertificateForUrls<\/key>/g)?.length, 3);
  assert.match(text, /<string>com\.google\.Chrome<\/string>/);
  assert.match(text, /com\.apple\.security\.root[\s\S]*<data>YSBjZXJ0aWZpY2F0ZQ==<\/data>/);
  assert.equal(/&(?!amp;|lt;|gt;)/.test(text), false);
  assert.doesNotMatch(configurationProfile(policy, null), /security\.root/);
});
