// What the EMS makes of bodies and addresses that are hostile: a code, never a failure, and nothing of its inside.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { agentRoutes } from '../../../shared/ems/agent-routes.ts';
import { gatewayRoutes } from '../../../shared/ems/gateway-routes.ts';
import { clientTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import { fileFact } from '../../../shared/posture/fact-name.ts';
import { nextUid, testInventory } from '../../doubles/running-ems.ts';
import { csrOf, openStage, type Stage, type Told } from './ems-stage.ts';

let stage: Stage;

before(async () => {
  stage = await openStage();
});

after(async () => {
  await stage?.[Symbol.asyncDispose]();
});

/** What breaks out of a query, a path, a line, a template, or a length. */
const hostile: readonly string[] = [
  '',
  "'",
  "' OR '1'='1",
  "'; DROP TABLE devices; --",
  '") UNION SELECT key FROM certificates --',
  '%_%',
  '\\',
  '\u0000',
  '\ud800',
  '\r\nSet-Cookie: a=b',
  '../../../../etc/passwd',
  '$\x7bjndi:ldap://x}',
  '<script>alert(1)</script>',
  '{"$gt":""}',
  '__proto__',
  'constructor',
  '\u202e\ufeff\u{1f4a5}',
  'x'.repeat(20_000),
];

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value once for every string in it, with that one replaced; and how it is reached. */
function* variants(value: Json, put: string, at = 'body'): Generator<readonly [string, Json]> {
  if (typeof value === 'string') yield [at, put];
  if (Array.isArray(value))
    for (const [index, one] of value.entries())
      for (const [where, changed] of variants(one, put, `${at}.${index}`))
        yield [where, value.map((each: Json, other) => (other === index ? changed : each))];
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value))
      for (const [where, changed] of variants(one, put, `${at}.${key}`)) yield [where, { ...value, [key]: changed }];
}

const iface = { ip: '192.0.2.7', mac: '02:00:00:00:00:01', gatewayIp: '192.0.2.1', gatewayMac: '02:00:00:00:00:02' };
const inventory = { ...testInventory, users: ['anna'], interfaces: [iface] };
const file = fileFact('/etc/managed');

/** A good body of every route that takes one, but for the few that would end the device. */
const bodies: Readonly<Record<string, { readonly route: keyof typeof table; readonly make: () => Promise<Json> }>> = {
  report: {
    route: 'report',
    make: async () => ({
      sequence: stage.nextSequence(),
      rulesRevision: 1,
      inventory,
      facts: [{ fact: file, value: { kind: 'file', exists: true }, ageMs: 0 }],
      verdicts: [{ rule: 1, verdict: 'satisfied', fact: file }],
    }),
  },
  renewal: { route: 'renew', make: async () => ({ csr: await csrOf('x') }) },
  'user certificate': {
    route: 'userCertificate',
    make: async () => ({ csr: await csrOf('x'), osUser: 'anna' }),
  },
  "a user's end": { route: 'endUserCertificate', make: async () => ({ osUser: 'anna' }) },
  'web certificate': {
    route: 'webCertificate',
    make: async () => ({ csr: await csrOf('x'), hosts: ['crm.corp.test'] }),
  },
  publication: {
    route: 'destinations',
    make: async () => ({
      addresses: ['192.0.2.1:9443'],
      destinations: [{ name: 'crm', host: 'crm.corp.test', port: 80, kind: 'http', needs: [] }],
    }),
  },
  enrolment: {
    route: 'enroll',
    make: async () => ({
      code: await stage.code(),
      csr: await csrOf('x'),
      uid: nextUid(),
      proof: { signature: 'AA==' },
      inventory,
    }),
  },
  joining: {
    route: 'join',
    make: async () => ({ code: await stage.code('gateway'), csr: await csrOf('x'), version: 'test' }),
  },
};

const { join, destinations, webCertificate } = gatewayRoutes;
const table = { ...agentRoutes, join, destinations, webCertificate } as const;

for (const [name, { route, make }] of Object.entries(bodies)) {
  test(`${name}: hostile text in any field gets a code or is kept as text`, async () => {
    const { nobody, gateway, device } = stage.as;
    const others = { enroll: nobody, join: gateway, destinations: gateway, webCertificate: gateway };
    const client = new Map<string, typeof device>(Object.entries(others)).get(route) ?? device;
    const fields = new Set<string>();
    for (const put of hostile) {
      for (const [where, body] of variants(await make(), put)) {
        fields.add(where);
        // A report whose sequence was used is refused for that alone.
        const sent = route === 'report' ? { ...(body as object), sequence: stage.nextSequence() } : body;
        const told = await stage.send(client, table[route], JSON.stringify(sent));
        checkHarmless(told, `${where}: ${JSON.stringify(put).slice(0, 60)}`);
        // Wrong codes are counted as guesses, and guessing is slowed down: that is not what this is about.
        if (told.code === 'too-many-requests') stage.clock.forward(600_000);
      }
    }
    assert.ok(fields.size > 0);
    assert.equal((await stage.ems.admin.call('showEndpoint', { uid: stage.device.uid })).uid, stage.device.uid);
  });
}

/** Refused by the caller's fault, or taken; nothing of the program, its files or its queries is told. */
function checkHarmless(told: Told, about: string): void {
  assert.ok(told.status < 500, `${about}: ${told.status} ${told.text}`);
  assert.notEqual(told.code, 'unexpected', about);
  assert.doesNotMatch(told.text, /SQLITE|sqlite|kysely|node:|\.ts\b|insert into|select \*|\/root|\/tmp| {4}at /, about);
}

/** Bodies that are no good as a whole. */
const whole: Readonly<Record<string, readonly [type: string, body: string]>> = {
  'half of JSON': ['application/json', '{'],
  'an array': ['application/json', '[]'],
  null: ['application/json', 'null'],
  nothing: ['application/json', ''],
  'JSON that is very deep': ['application/json', '['.repeat(30_000)],
  'a field that every object has': ['application/json', '{"__proto__":{"code":"x"}}'],
  'a constructor': ['application/json', '{"constructor":{"prototype":{"code":"x"}}}'],
  'bytes that are no UTF-8': ['application/json', '{"code":"\\ud83d'],
  'a form': ['application/x-www-form-urlencoded', 'code=x'],
  'plain text': ['text/plain', 'code=x'],
  'no type': ['', '{}'],
  'far too much': ['application/json', JSON.stringify({ code: 'x'.repeat(2_000_000) })],
};

for (const [name, [type, body]] of Object.entries(whole)) {
  test(`${name} as a body is refused on every route that takes one`, async () => {
    for (const route of Object.values(agentRoutes)) {
      if (!('body' in route)) continue;
      const client = route.path.endsWith('/enroll') ? stage.as.nobody : stage.as.device;
      const told = await stage.send(client, route, body, { 'content-type': type });
      assert.equal(told.code, 'request-invalid', `${route.path}: ${told.text}`);
    }
    assert.equal((await stage.ems.admin.call('showEndpoint', { uid: stage.device.uid })).uid, stage.device.uid);
  });
}

test('hostile parameters of a query are refused or mean a full answer', async () => {
  for (const put of hostile) {
    for (const query of [
      `epoch=${encodeURIComponent(put.toWellFormed())}&since=0`,
      `epoch=x&since=${encodeURIComponent(put.toWellFormed())}`,
    ]) {
      const path = `${gatewayRoutes.uidTags.path}?${query}`;
      // The address itself may be too long for HTTP.
      if (path.length < 8_000)
        checkHarmless(await stage.send(stage.as.gateway, { method: 'GET', path }, undefined), query);
    }
  }
  for (const path of ['/%zz', '/%00', '/%c0%ae', `${gatewayRoutes.uidTags.path}?epoch=%zz&since=1`])
    checkHarmless(await stage.send(stage.as.gateway, { method: 'GET', path }, undefined), path);
});

test('what is no HTTP gets the same form of refusal', async () => {
  for (const bytes of [
    'nonsense\r\n\r\n',
    'GET / HTTP/1.1\r\nX\u0000: 1\r\n\r\n',
    `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  ]) {
    const tls = clientTlsOptions({ ca: stage.ems.ca, servername: 'localhost' });
    const socket = connect({ ...tls, host: 'localhost', port: stage.ems.running.ports.agent });
    await once(socket, 'secureConnect');
    socket.write(bytes);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    const [, body = ''] = text.split('\r\n\r\n');
    assert.deepEqual([text.slice(0, 12), JSON.parse(body).code], ['HTTP/1.1 400', 'request-invalid']);
  }
});

test('no code, invitation or key of all this was said to anybody', () => stage.checkNothingSecretWasSaid());
