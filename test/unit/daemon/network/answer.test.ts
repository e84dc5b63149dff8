import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, type AnswerHead, answerOf } from '../../../../daemon/network/answer.ts';

const asked = new URL('http://ems.corp.test:8015/reachable');
const own = 'a'.repeat(64);
const ems: Answer = { kind: 'ems' };
const other: Answer = { kind: 'other' };
const portal = (url: string | null): Answer => ({ kind: 'portal', url });
const to = (location: string): AnswerHead => ({ status: 302, headers: { location } });

const cases: readonly (readonly [string, AnswerHead | null, Answer])[] = [
  ['our EMS', { status: 204, headers: { 'stile-fabric-ca': own } }, ems],
  ['another EMS', { status: 204, headers: { 'stile-fabric-ca': 'b'.repeat(64) } }, other],
  ['a server that says 204 to everything', { status: 204, headers: {} }, other],
  ['nobody', null, other],
  ['an EMS of an older release', { status: 404, headers: {} }, other],
  ['a balancer without an EMS', { status: 502, headers: {} }, other],
  ['a page in the place of the EMS', { status: 200, headers: { 'stile-fabric-ca': own } }, portal(asked.href)],
  ['a network that wants a sign-in', { status: 511, headers: {} }, portal(asked.href)],
  ['a way to a page', to('https://portal.test/login'), portal('https://portal.test/login')],
  ['a way to a page of the same name', to('/login'), portal('http://ems.corp.test:8015/login')],
  ['a name that pretends to be a host', to('http://bank.test:x@portal.test/'), portal('http://portal.test/')],
  ['a script', to('javascript:alert(1)'), portal(null)],
  ['a file', to('file:///etc/passwd'), portal(null)],
  ['a way to nowhere', to('http://'), portal(null)],
  ['a way without an end', to(`http://portal.test/${'x'.repeat(3_000)}`), portal(null)],
  ['the same over TLS', to('https://ems.corp.test/reachable'), other],
];

for (const [title, head, expected] of cases)
  test(`${title} is taken for what it is`, () => {
    assert.deepEqual(answerOf(asked, own, head), expected);
  });
