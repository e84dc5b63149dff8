// Whom a gateway refuses, and what for: certificate, device, view, policy; on every carrier.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { type DeviceId, deviceId } from '../../../shared/ids.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import { createAuthority } from '../../../shared/node/x509/authority.ts';
import { recordOf } from '../../doubles/ems-for-gateway.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import type { BadMachine, Credentials } from '../../doubles/throwaway-pki.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from '../gateway/gateway-world.ts';
import { type Row, refuses, type Scene } from './gateway-runner.ts';

let origin: Origin;
let world: GatewayWorld;
let bad: Readonly<Record<BadMachine, Credentials>>;
let services: Services;

before(async () => {
  origin = await startOrigin(echo);
  services = { destinations: { 'crm.corp.test': origin.port } };
  world = await startGatewayWorld(services);
  bad = await world.pki.badMachines();
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

type Change = Parameters<GatewayWorld['ems']['put']>[0];

async function told(change: Change): Promise<void> {
  world.ems.put(change);
  await world.ems.settled();
}

/** The EMS's record says that these belong to the device and are in force: whatever is wrong, it is not the record. */
async function recorded(shown: Credentials, changes: Parameters<typeof recordOf>[2] = {}): Promise<Credentials> {
  const certificates = [recordOf(world.pki, world.device), recordOf(world.pki, shown, changes)];
  await told({ uid: world.pki.uid, certificates });
  return shown;
}

/** A device of its own for a row, of which the EMS says this. */
async function deviceOf(letter: string, change: Omit<Change, 'uid'> & { readonly state?: 'active' | 'revoked' }) {
  const uid = deviceId.parse(letter.repeat(32));
  const shown = await world.pki.machine({}, uid);
  await told({ uid, tags: ['trusted'], certificates: [recordOf(world.pki, shown, { uid })], ...change });
  return shown;
}

const badMachines: readonly BadMachine[] = [
  'expired',
  'notYetValid',
  'otherCaSameName',
  'fabricCa',
  'serverOnly',
  'otherSite',
  'otherEms',
  'noName',
];

const certificates: readonly Row[] = [
  { name: 'no certificate', code: '002', arrange: async () => null },
  ...badMachines.map(
    (kind): Row => ({ name: `a machine certificate: ${kind}`, code: '001', arrange: () => recorded(bad[kind]) }),
  ),
  {
    name: 'one that its holder signed, with the right uid',
    code: '001',
    arrange: async () => {
      const authority = await createAuthority({ role: 'ztna', commonName: 'My own CA', days: 100 });
      return await recorded(await world.pki.machine({ authority }));
    },
  },
  {
    name: "a user's certificate",
    code: '001',
    arrange: async () => await recorded(await world.pki.user('anna'), { osUser: 'anna' }),
  },
  {
    name: "a gateway's certificate",
    code: '001',
    arrange: async () => await recorded(await world.pki.gateway(['gw'])),
  },
  {
    name: 'one that a renewal has retired',
    code: '001',
    arrange: async () => await recorded(await world.pki.machine(), { state: 'retired' }),
  },
  { name: 'the right uid, but not on record', code: '001', arrange: () => world.pki.machine() },
  {
    name: 'the right uid, but on record of another device',
    code: '001',
    arrange: async () => {
      const shown = await world.pki.machine();
      const uid: DeviceId = deviceId.parse('B'.repeat(32));
      await told({ uid, tags: ['trusted'], certificates: [recordOf(world.pki, shown, { uid })] });
      return shown;
    },
  },
  {
    name: 'a revoked certificate',
    code: '063',
    arrange: async () => await recorded(await world.pki.machine(), { state: 'revoked' }),
  },
  { name: 'a revoked device', code: '063', arrange: () => deviceOf('C', { state: 'revoked' }) },
];

const devices: readonly Row[] = [
  {
    name: 'a uid of which nothing is known',
    code: '066',
    arrange: () => world.pki.machine({}, deviceId.parse('D'.repeat(32))),
  },
  { name: 'a device that is offline', code: '067', arrange: () => deviceOf('E', { online: false }) },
  { name: 'a device that has been silent for too long', code: '067', arrange: () => deviceOf('F', { validForMs: 0 }) },
  {
    name: 'a view that is not fresh',
    code: '066',
    arrange: async () => {
      await world.configure({ ...services, threshold: 1 });
      await untilFresh(false);
      return undefined;
    },
    mend: async () => {
      await world.configure(services);
      await untilFresh(true);
    },
  },
];

async function untilFresh(wanted: boolean): Promise<void> {
  await using admin = await connectLocal(gatewayAdminContract, world.adminSocket);
  while ((await admin.call('status', {})).viewFresh !== wanted) await new Promise((resolve) => setTimeout(resolve, 20));
}

const rule = (fields: string) => `\n  - {name: p, ztna-destination: all, ${fields}}`;
const elsewhere = '\n  - {name: p, ztna-destination: [other], action: accept, ztna-ems-tag: none}';

/** What the file's one policy says, and which policy and tags are told. */
const policies: readonly Row[] = [
  ruled('no policy', '061', ' []'),
  ruled('a policy of another destination', '061', elsewhere),
  ruled('a policy that is disabled', '061', rule('action: accept, status: disable, ztna-ems-tag: none')),
  ruled('users that nobody verified', '099', rule('action: accept, ztna-ems-tag: none, users: [anna]')),
  ruled('a deny policy', '062', rule('action: deny, ztna-ems-tag: none'), 'p'),
  ruled('a policy of a later release', '062', rule('action: accept, ztna-ems-tag: none, needs: [tomorrow]'), 'p'),
  ruled('a forbidden tag', '064', rule('action: deny, ztna-ems-tag: [trusted]'), 'p', ['trusted']),
  ruled(
    'a tag that must be absent',
    '064',
    rule('action: accept, ztna-ems-tag: [trusted], ztna-ems-tag-negate: enable'),
    'p',
    ['trusted'],
  ),
  ruled('a missing tag', '065', rule('action: accept, ztna-ems-tag: [gold]'), 'p', ['gold']),
  ruled(
    'one missing tag of two',
    '065',
    rule('action: accept, ztna-ems-tag: [trusted, gold], ztna-tags-match-logic: and'),
    'p',
    ['gold'],
  ),
  ruled(
    'a missing secondary tag',
    '065',
    rule('action: accept, ztna-ems-tag: [trusted], ztna-ems-tag-secondary: [gold]'),
    'p',
    ['gold'],
  ),
  {
    name: 'a destination of a later release',
    code: '062',
    arrange: () => configured({ ...services, allow: 'needs: [tomorrow]' }),
    mend: () => world.configure(services),
  },
];

function ruled(
  name: string,
  code: Row['code'],
  text: string,
  decided: string | null = null,
  tags: readonly string[] = [],
): Row {
  return {
    name,
    code,
    policy: decided,
    tags,
    arrange: () => configured({ destinations: { ...services.destinations, 'other.corp.test': 1 }, policies: text }),
    mend: () => world.configure(services),
  };
}

async function configured(wanted: Services): Promise<undefined> {
  assert.equal(await world.configure(wanted), 'loaded');
}

const withdrawn: readonly Row[] = [
  {
    name: 'a gateway that was withdrawn',
    code: '097',
    arrange: async () => {
      world.ems.withdraw();
      await using admin = await connectLocal(gatewayAdminContract, world.adminSocket);
      while ((await admin.call('status', {})).emsConnected) await new Promise((resolve) => setTimeout(resolve, 5));
      return undefined;
    },
  },
];

const scene = (): Scene => ({ world, origin });
for (const rows of [certificates, devices, policies, withdrawn])
  refuses(rows, scene, ({ origin: { port } }) => ({ host: 'crm.corp.test', port }));
