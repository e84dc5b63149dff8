import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { agentRoutes } from '../../../shared/ems/agent-routes.ts';
import type { CallerKind, RouteTable } from '../../../shared/ems/define-routes.ts';
import { gatewayRoutes } from '../../../shared/ems/gateway-routes.ts';
import { pinnedClient } from '../../../shared/node/tls/fabric-ca.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';
import { plant } from './planted.ts';

type Shown = { readonly cert: string; readonly key: string } | undefined;

/** Every kind of caller that could come, and which kind of the table it counts as (null: none). */
async function callers(ems: TestEms): Promise<readonly (readonly [string, CallerKind | null, Shown])[]> {
  const device = await ems.enroll();
  const revoked = await ems.enroll();
  await ems.admin.call('revokeEndpoint', { uid: revoked.uid, reason: 'test' });
  const gateway = await ems.approvedGateway();
  const foreign = await makeThrowawayPki();
  const owner = device.uid;
  const shown = async (made: Promise<{ certificatePem: string; keyPem: string }>) => {
    const { certificatePem, keyPem } = await made;
    return { cert: certificatePem, key: keyPem };
  };
  return [
    ['nobody', 'anonymous', undefined],
    ['a device', 'machine', device],
    ['a gateway', 'gateway', gateway],
    [
      'a device whose certificate ended yesterday',
      'expired-machine',
      await plant(ems, { kind: 'machine', owner, endsInDays: -1 }),
    ],
    [
      'a device whose certificate ended 29 days ago',
      'expired-machine',
      await plant(ems, { kind: 'machine', owner, endsInDays: -29 }),
    ],
    [
      'a device whose certificate ended 31 days ago',
      null,
      await plant(ems, { kind: 'machine', owner, endsInDays: -31 }),
    ],
    ['a user', 'user', await plant(ems, { kind: 'user', owner })],
    ['a user whose certificate has ended', null, await plant(ems, { kind: 'user', owner, endsInDays: -1 })],
    [
      'a gateway whose certificate has ended',
      null,
      await plant(ems, { kind: 'gateway', owner: gateway.id, endsInDays: -1 }),
    ],
    ['a device that is not on record', null, await plant(ems, { kind: 'machine', owner, isOnRecord: false })],
    ['a device signed by the fabric CA', null, await plant(ems, { kind: 'machine', owner, ca: 'fabric' })],
    ['a gateway signed by the ZTNA CA', null, await plant(ems, { kind: 'gateway', owner: gateway.id, ca: 'ztna' })],
    ['a device with a certificate for servers', null, await plant(ems, { kind: 'machine', owner, eku: 'server' })],
    ['a revoked device', null, revoked],
    ["another CA's device", null, await shown(foreign.machine())],
    ["another CA's user", null, await shown(foreign.user('ada'))],
    ["another CA's gateway", null, await shown(foreign.gateway(['gw.corp.test']))],
  ];
}

async function codeOf(ems: TestEms, port: number, shown: Shown, method: string, path: string): Promise<string> {
  await using client = pinnedClient(`localhost:${port}`, { ca: ems.ca, ...shown });
  const answer = await request(client.origin + path, { dispatcher: client.dispatcher, method });
  const text = await answer.body.text();
  return answer.statusCode === 200 ? 'served' : String(JSON.parse(text).code);
}

for (const [name, table] of [
  ['agent', agentRoutes],
  ['gateway', gatewayRoutes],
] as const) {
  test(`every route of the ${name} listener takes the callers its table lists, and nobody else`, async () => {
    await using ems = await runningEms();
    const port = ems.running.ports[name];
    const everybody = await callers(ems);
    for (const route of Object.values<RouteTable[string]>(table)) {
      for (const [who, kind, shown] of everybody) {
        const code = await codeOf(ems, port, shown, route.method, route.path);
        const isRefused = [
          'certificate-required',
          'certificate-refused',
          'device-revoked',
          'gateway-withdrawn',
        ].includes(code);
        const isTaken = kind !== null && route.takes.includes(kind);
        assert.equal(isRefused, !isTaken, `${who} at ${route.method} ${route.path}: ${code}`);
      }
    }
  });

  test(`what is no route of the ${name} listener is told apart from nothing`, async () => {
    await using ems = await runningEms();
    const device = await ems.enroll();
    for (const path of ['/', '/api', '/api/v1/enroll/', '/api/v1/admin', '/metrics']) {
      for (const shown of [undefined, device])
        assert.equal(await codeOf(ems, ems.running.ports[name], shown, 'GET', path), 'route-unknown', path);
    }
  });
}

test('a body that is no JSON, too large or of another shape gets a code and changes nothing', async () => {
  await using ems = await runningEms();
  await using client = pinnedClient(`localhost:${ems.running.ports.agent}`, { ca: ems.ca });
  const bodies = [
    ['application/json', '{'],
    ['application/json', '[]'],
    ['application/json', '{"__proto__":{"code":"x"}}'],
    ['text/plain', 'code=x'],
    ['application/json', JSON.stringify({ code: 'x'.repeat(2_000_000) })],
  ] as const;
  for (const [type, body] of bodies) {
    const answer = await request(`${client.origin}/api/v1/enroll`, {
      dispatcher: client.dispatcher,
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    assert.equal(JSON.parse(await answer.body.text()).code, 'request-invalid', body.slice(0, 40));
  }
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.deepEqual(endpoints, []);
});
