// Which spellings of a destination mean it, and which open nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { ask, dialGateway, dialTunnel } from '../gateway/clients.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from '../gateway/gateway-world.ts';
import { connecting, forwarding, type Row, refuses } from './gateway-runner.ts';

let origin: Origin;
let world: GatewayWorld;
let services: Services;

before(async () => {
  origin = await startOrigin(echo);
  services = { destinations: { 'crm.corp.test': origin.port } };
  world = await startGatewayWorld(services);
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

const asked = (name: string, host: string, port?: number): Row => ({
  name,
  code: '022',
  target: (scene) => ({ host, port: port ?? scene.origin.port }),
});

const destinations: readonly Row[] = [
  asked('a name nobody serves', 'other.corp.test'),
  asked('a port nobody serves', 'crm.corp.test', 1),
  asked('an IP where a name is meant', '127.0.0.1'),
  asked('an IPv6 address where a name is meant', '::1'),
  asked('an IPv4-mapped address where a name is meant', '::ffff:127.0.0.1'),
  {
    ...asked('a name where an IP is meant', 'crm.corp.test'),
    arrange: () => onlyAnIp(),
    mend: () => world.configure(services),
  },
  {
    ...asked('another spelling of the IP that is meant', '::ffff:127.0.0.1'),
    arrange: () => onlyAnIp(),
    mend: () => world.configure(services),
  },
  ...[
    'crm.corp.test.evil',
    'crm.corp.test.evil.',
    'crm.corp.test..',
    '.crm.corp.test',
    'crm..corp.test',
    'evil-crm.corp.test',
    'xcrm.corp.test',
    'a.crm.corp.test',
    'corp.test',
    'crm',
    'crm.corp.tes',
    'crm-corp-test',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '1.crm.corp.test.0x1',
  ].map((host) => asked(`the name ${host}`, host)),
];

async function onlyAnIp(): Promise<undefined> {
  assert.equal(await world.configure({ destinations: { '127.0.0.1': origin.port } }), 'loaded');
}

refuses(
  destinations,
  () => ({ world, origin }),
  ({ origin: { port } }) => ({ host: 'crm.corp.test', port }),
);

test('with nothing amiss every carrier gets through, however the name is spelled that means the same', async () => {
  const { device } = world;
  for (const host of ['crm.corp.test', 'CRM.Corp.TEST', 'crm.corp.test.']) {
    const target = { host, port: origin.port };
    for (const [head, status] of [
      [forwarding(target), 101],
      [connecting(target), 200],
    ] as const) {
      const socket = await dialGateway(world, device);
      assert.equal((await ask(socket, head)).status, status, head);
      socket.destroy();
    }
    const client = await dialTunnel(world, device);
    client.open(1, host, origin.port, 'hello');
    assert.equal((await client.received(5)).toString(), 'hello');
    client.socket.destroy();
  }
});

/** What a name is not, in characters that no name has; a frame is a frame, whatever it names. */
const notNames = [
  'crm.corp.test\u0000.evil',
  'crm.corp.test evil',
  'crm。corp。test',
  'ｃｒｍ.corp.test',
  'crm.corp.test:80',
  'crm.corp.test/',
  'anna@crm.corp.test',
  'crm%2ecorp.test',
  'crm.corp.test\r\nHost: evil',
  '*.corp.test',
  'fe80::1%lo',
  '[::1',
];

test('what is no name opens nothing in a frame either, and is told back as it came', async () => {
  for (const host of notNames) {
    const client = await dialTunnel(world, world.device);
    client.open(1, host, origin.port, 'first');
    const { denial } = await client.control();
    assert.equal(denial?.code, '022', JSON.stringify(host));
    client.socket.destroy();
  }
});
