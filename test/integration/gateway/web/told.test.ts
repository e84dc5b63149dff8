// What applications and people are told at the running gateway: assertions, forwarded fields, denials.

import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { denial } from '../../../../shared/tunnel/denial.ts';
import { askWeb } from './web-clients.ts';
import { startWebWorld, type WebWorld } from './web-world.ts';

let stage: WebWorld;
before(async () => {
  stage = await startWebWorld();
});
after(() => stage?.[Symbol.asyncDispose]());

const echoed = z.object({ headers: z.record(z.string(), z.string()) });
const jwkSet = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });
const browser = { accept: 'text/html,*/*;q=0.8', 'accept-language': 'de' };

test('an application is told who asks, by a signature that the published keys check, and no look-alike reaches it', async () => {
  const forged = {
    'x-stile-assertion': 'forged',
    X_Stile_Assertion: 'forged',
    'x-forwarded-for': '203.0.113.9',
    forwarded: 'for=x',
  };
  const answer = await askWeb(stage.world, { shown: stage.user, headers: forged });
  const { headers } = echoed.parse(JSON.parse(answer.body));
  assert.equal(headers.x_stile_assertion, undefined);
  assert.equal(headers.forwarded, undefined);
  assert.deepEqual([headers['x-forwarded-for'], headers['x-forwarded-proto']], ['127.0.0.1', 'https']);
  assert.equal(headers['x-stile-request-id'], answer.headers['x-stile-request-id']);
  const [head = '', body = '', signature = ''] = (headers['x-stile-assertion'] ?? '').split('.');
  const keys = await askWeb(stage.world, { path: '/.stile/jwks.json' });
  const { kid } = z.object({ kid: z.string() }).parse(JSON.parse(Buffer.from(head, 'base64url').toString()));
  const jwk = jwkSet.parse(JSON.parse(keys.body)).keys.find((key) => key.kid === kid);
  const key = { key: createPublicKey({ key: { ...jwk }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  assert.ok(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')));
  const claims = z.looseObject({}).parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  const { pki } = stage.world;
  assert.deepEqual([claims.iss, claims.aud, claims.sub], [pki.gatewayId, 'https://crm.corp.test', pki.uid]);
  assert.deepEqual([claims.user, claims.tags], [undefined, undefined]);
});

test('of an anonymous request nothing is asserted, whatever it says of itself', async () => {
  const answer = await askWeb(stage.world, { host: 'open.corp.test', headers: { 'x-stile-assertion': 'forged' } });
  assert.equal(echoed.parse(JSON.parse(answer.body)).headers['x-stile-assertion'], undefined);
});

test('a person is told on a page in their language, with what they may know of themselves', async () => {
  const { world, user } = stage;
  world.ems.put({ uid: world.pki.uid, tags: [] });
  await world.ems.settled();
  const answer = await askWeb(world, { shown: user, headers: browser });
  world.ems.put({ uid: world.pki.uid, tags: ['trusted'] });
  await world.ems.settled();
  assert.equal(answer.status, 403);
  assert.match(answer.headers['content-type'] ?? '', /^text\/html/);
  assert.equal(answer.headers['content-length'], String(Buffer.byteLength(answer.body)));
  for (const text of [
    '065',
    'Dieses Gerät',
    'trusted',
    world.pki.uid,
    world.pki.emsId,
    String(answer.headers['x-stile-request-id']),
  ])
    assert.ok(answer.body.includes(text), text);
});

test('a stranger is told on a page no more than code and request', async () => {
  const { body, status } = await askWeb(stage.world, { headers: browser });
  assert.equal(status, 403);
  assert.ok(body.includes('002'));
  for (const text of [stage.world.pki.emsId, stage.world.pki.uid, 'crm.corp.test'])
    assert.ok(!body.includes(text), text);
});

test('a program is told in JSON, and HEAD is told by fields alone', async () => {
  const answer = await askWeb(stage.world, {});
  const told = denial.parse(JSON.parse(answer.body));
  assert.deepEqual([told.code, told.destination], ['002', null]);
  assert.equal(answer.headers['x-stile-request-id'], told.requestId);
  const head = await askWeb(stage.world, { method: 'HEAD' });
  assert.deepEqual([head.status, head.body], [403, '']);
  assert.match(String(head.headers['proxy-status']), /details="002"/);
});
