// Which API gateway a host and a path mean, and that no pattern takes long.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNoRegex } from '../../../../../gateway/web/match/pattern.ts';
import { requestHost } from '../../../../../gateway/web/match/request-host.ts';
import { type HostRule, makeRouter, type PathRule } from '../../../../../gateway/web/match/router.ts';

const hosts: readonly HostRule[] = [
  { name: 'any-crm', host: 'crm', 'host-type': 'sub-string' },
  { name: 'any-corp', host: 'corp.test', 'host-type': 'sub-string' },
  { name: 'wild', host: '*.corp.test', 'host-type': 'wildcard' },
  { name: 'wild-deep', host: '*.eu.corp.test', 'host-type': 'wildcard' },
  { name: 'wild-again', host: '*.corp.tes?', 'host-type': 'wildcard' },
  { name: 'crm', host: 'CRM.corp.test.', 'host-type': 'exact' },
  { name: 'six', host: '2001:db8::1', 'host-type': 'exact' },
];

const hostCases: Readonly<Record<string, string | null>> = {
  'crm.corp.test': 'crm',
  'wiki.corp.test': 'wild',
  'a.b.corp.test': 'wild',
  'wiki.eu.corp.test': 'wild-deep',
  'x.corp.tesx': 'wild-again',
  'corp.test': 'any-corp',
  'crm.elsewhere.test': 'any-crm',
  '2001:db8::1': 'six',
  'other.test': null,
};

for (const [host, expected] of Object.entries(hostCases))
  test(`the host ${host} means ${expected ?? 'nothing'}`, () => {
    assert.equal(makeRouter(hosts, []).hostOf(host)?.name ?? null, expected);
  });

const authorities: Readonly<Record<string, readonly [string, number | null] | null>> = {
  'crm.corp.test': ['crm.corp.test', null],
  'CRM.Corp.Test:9443': ['crm.corp.test', 9443],
  'crm.corp.test.': ['crm.corp.test', null],
  '10.0.0.1:80': ['10.0.0.1', 80],
  '[2001:DB8:0::1]:9443': ['2001:db8::1', 9443],
  '[::ffff:127.0.0.1]': ['::ffff:7f00:1', null],
  '2001:db8::1': null,
  '[crm]': null,
  '[fe80::1%25eth0]': null,
  '': null,
  'crm.corp.test..': null,
  '.corp.test': null,
  'crm.corp.test:': null,
  'crm.corp.test:0': null,
  'crm.corp.test:99999': null,
  'user@crm.corp.test': null,
  'crm.corp.test/x': null,
  'crm corp': null,
  'crm,corp': null,
  '127.1': null,
  '0x7f.0x1': null,
  '2130706433': null,
  'crm\u0000.corp.test': null,
};

for (const [authority, expected] of Object.entries(authorities))
  test(`the authority ${JSON.stringify(authority)} is ${JSON.stringify(expected)}`, () => {
    const host = requestHost(authority);
    assert.deepEqual(host === null ? null : [host.host, host.port], expected);
  });

const rules: readonly (PathRule & { readonly id: number })[] = [
  { id: 1, 'url-map': '/', 'url-map-type': 'sub-string' },
  { id: 2, 'url-map': '/api', 'url-map-type': 'sub-string', 'virtual-host': 'crm' },
  { id: 3, 'url-map': '/api/v2', 'url-map-type': 'sub-string', 'virtual-host': 'crm' },
  { id: 4, 'url-map': '/files/*.pdf', 'url-map-type': 'wildcard', 'virtual-host': 'crm' },
  { id: 5, 'url-map': '^/api/v[0-9]+/admin$', 'url-map-type': 'regex', 'virtual-host': 'crm' },
  { id: 6, 'url-map': '^/api/v9/', 'url-map-type': 'regex', 'virtual-host': 'crm' },
  { id: 7, 'url-map': '/', 'url-map-type': 'sub-string', 'virtual-host': 'wild' },
];

const pathCases: readonly (readonly [host: string, path: string, expected: number | 'none' | 'refused'])[] = [
  ['crm.corp.test', '/api/x', 2],
  ['crm.corp.test', '/api/v2/x', 3],
  ['crm.corp.test', '/%61pi/v2/x', 3],
  ['crm.corp.test', '/api/v2/admin', 5],
  ['crm.corp.test', '/api/v9/admin', 5],
  ['crm.corp.test', '/api/v9/x', 6],
  ['crm.corp.test', '/files/a/b.pdf', 4],
  ['crm.corp.test', '/files/a/b.pdf2', 1],
  ['crm.corp.test', '/elsewhere', 1],
  ['wiki.corp.test', '/api', 7],
  ['unknown.test', '/api', 1],
  ['crm.corp.test', '/api//x', 2],
  // A server that joins slashes, splits at %2F, drops parameters or decodes twice would be sent what is another's.
  ['crm.corp.test', '/api//v2/x', 'refused'],
  ['crm.corp.test', '/api%2Fv2', 'refused'],
  ['crm.corp.test', '/api;x/v2', 'refused'],
  ['crm.corp.test', '/api%252Fv2', 'refused'],
  ['crm.corp.test', '/x/../api', 'refused'],
];

for (const [host, path, expected] of pathCases)
  test(`https://${host}${path} means ${expected}`, () => {
    const route = makeRouter(hosts, rules).find(host, path);
    assert.equal(route.kind === 'found' ? route.rule.id : route.kind, expected);
  });

test('a host that is served by nothing of its own and nothing common is not found', () => {
  const own = rules.filter((rule) => rule['virtual-host'] === 'crm');
  assert.equal(makeRouter(hosts, own).find('wiki.corp.test', '/api').kind, 'none');
});

test('expressions that cannot be matched in linear time, or cost too much, are refused when the file is read', () => {
  for (const text of ['(?=a)', '(a)\\1', '[', 'a{1001}', '(a?){1000}a{1000}', 'a'.repeat(600)])
    assert.notEqual(whyNoRegex(text), null, text);
  assert.equal(whyNoRegex('^/api/v[0-9]+/(admin|ops)$'), null);
});

test('no text makes an expression or a wildcard take long', () => {
  const greedy = makeRouter(
    [{ name: 'w', host: '*a*a*a*a*a*b', 'host-type': 'wildcard' }],
    [{ 'url-map': '^/(a+)+$', 'url-map-type': 'regex' }],
  );
  const start = performance.now();
  assert.equal(greedy.hostOf('a'.repeat(250)), null);
  assert.equal(greedy.find('x', `/${'a'.repeat(8_000)}!`).kind, 'none');
  // Backtracking would take longer than the age of the universe.
  assert.ok(performance.now() - start < 5_000);
});
