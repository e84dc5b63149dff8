import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainName, isAllowedDomain, isHostName, isInsideDomains } from '../../../../shared/policy/domain-name.ts';

test('an organisation may own these domains', () => {
  for (const domain of ['corp.test', 'example.com', 'example.co.uk', 'a.b.corp.test', 'xn--mller-kva.de', 'intra.corp'])
    assert.ok(isAllowedDomain(domain), domain);
});

const refused = [
  '',
  'test',
  'com',
  'co.uk',
  'github.io',
  'localhost',
  'app.localhost',
  'localhost.corp.test',
  '127.0.0.1',
  '1.2.3.4',
  'corp.0x7f',
  '[::1]',
  '::1',
  '.corp.test',
  'corp.test.',
  'corp..test',
  '*.corp.test',
  'müller.de',
  'corp test.de',
  '-corp.test',
  'corp-.test',
  'under_score.test',
  `${'a'.repeat(64)}.test`,
  `${'a.'.repeat(130)}test`,
];

test('public suffixes, addresses, localhost and malformed names are no domains', () => {
  for (const domain of refused) assert.ok(!isAllowedDomain(domain), domain);
});

test('a domain may be typed in capitals and is kept in small letters', () => {
  assert.equal(domainName.parse('Corp.TEST'), 'corp.test');
  assert.ok(!domainName.safeParse('GitHub.IO').success);
});

test('a name lies inside a domain on label boundaries only', () => {
  const domains = ['corp.test', 'example.com'];
  for (const name of ['corp.test', 'crm.corp.test', 'a.b.example.com']) assert.ok(isInsideDomains(name, domains), name);
  for (const name of [
    'evilcorp.test',
    'corp.test.evil.com',
    'test',
    'com',
    '.corp.test',
    'CRM.corp.test',
    'crm.corp.test.',
  ])
    assert.ok(!isInsideDomains(name, domains), name);
});

test('no name is inside a list that holds a public suffix or nothing', () => {
  assert.ok(!isInsideDomains('crm.corp.test', []));
  assert.ok(!isInsideDomains('crm.corp.test', ['test']));
  assert.ok(!isInsideDomains('localhost.corp.test', ['corp.test']));
});

test('a host name may be a single label, but no number', () => {
  assert.ok(isHostName('crm'));
  for (const name of ['1', '0x1', '1.1', 'a.1', '']) assert.ok(!isHostName(name), name);
});
