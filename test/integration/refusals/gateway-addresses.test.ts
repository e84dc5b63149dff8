// Where a name may lead, and where the gateway never goes for anybody, whatever a name server says.

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, test } from 'node:test';
import type { Addresses } from '../../doubles/dns-server.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { dialTunnel } from '../gateway/clients.ts';
import { type GatewayWorld, startGatewayWorld } from '../gateway/gateway-world.ts';
import { carriers, expectRefusal, type Scene } from './gateway-runner.ts';

/** Allowed to this destination alone; everything else below 127 stays loopback. */
const good = '127.1.2.3';
const emsAddress = '198.51.100.77';

/** Listens at every address of this machine: whatever the gateway dials here is noticed, and where. */
let trap: Origin;
let world: GatewayWorld;
const dialled: string[] = [];

before(async () => {
  trap = await startOrigin((socket: Socket) => {
    dialled.push(String(socket.localAddress).replace('::ffff:', ''));
    echo(socket);
  }, '::');
  world = await startGatewayWorld(
    { destinations: { 'crm.corp.test': trap.port }, allow: 'allow-addresses: [127.1.0.0/16]' },
    { emsAddresses: [emsAddress] },
  );
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await trap?.[Symbol.asyncDispose]();
});

const interfaces = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map((one) => one.address));

const never: Readonly<Record<string, readonly string[]>> = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.235.0.7', '::1'],
  'link-local': ['169.254.1.1', 'fe80::5', 'fec0::1'],
  'a metadata service': ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  broadcast: ['255.255.255.255'],
  'the gateway itself': interfaces,
  'the EMS': [emsAddress],
};

/** What a translator, a relay or the kernel makes an IPv4 address of again. */
function spellings(address: string): readonly string[] {
  if (address.includes(':')) return [];
  const [a, b, c, d] = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const [high, low] = [`${a}${b}`, `${c}${d}`];
  return [
    `::ffff:${address}`,
    `::ffff:0:${high}:${low}`,
    `64:ff9b::${high}:${low}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `2001:0:c633:6464:0:0:${inverted(high)}:${inverted(low)}`,
    `::${high}:${low}`,
  ];
}

/** As Teredo writes it. */
function inverted(hex: string): string {
  return (Number.parseInt(hex, 16) ^ 0xff_ff).toString(16);
}

/** Asks on every carrier what becomes of the name while it leads there. */
async function refused(answer: Addresses, code: '081' | '023'): Promise<void> {
  world.dns.set('crm.corp.test', answer);
  const scene: Scene = { world, origin: trap };
  const asked = { host: 'crm.corp.test', port: trap.port, shown: world.device };
  for (const carrier of carriers) await expectRefusal(scene, carrier, asked, { code, policy: 'staff' });
}

for (const [what, addresses] of Object.entries(never)) {
  test(`081: a name that leads to ${what}, in every spelling`, async () => {
    assert.ok(addresses.length > 0);
    for (const address of addresses.flatMap((each) => [each, ...spellings(each)])) await refused([address], '081');
  });
}

test('081: a name that leads to several of them', () => refused(['127.0.0.1', '169.254.169.254', '::1'], '081'));

test('023: a name that does not resolve, and one without addresses', async () => {
  await refused([], '023');
});

/** Reaches the destination and says at which addresses a server was dialled meanwhile. */
async function reached(answer: Addresses): Promise<readonly string[]> {
  world.dns.set('crm.corp.test', answer);
  const before = dialled.length;
  const client = await dialTunnel(world, world.device);
  client.open(1, 'crm.corp.test', trap.port, 'hello');
  assert.equal((await client.received(5)).toString(), 'hello');
  const lines = world.accessLog.length;
  client.socket.destroy();
  // The account of this session is not one of whatever is asked next.
  while (world.accessLog.length === lines) await new Promise((resolve) => setTimeout(resolve, 5));
  return dialled.slice(before);
}

const mixed: Readonly<Record<string, readonly string[]>> = {
  'the bad one first': ['127.0.0.1', good],
  'the bad one last': [good, '127.0.0.1'],
  'bad ones around it': ['169.254.169.254', '127.0.0.1', good, '::1', ...interfaces],
  'the same in another spelling': [good, '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::1'],
};

for (const [how, answer] of Object.entries(mixed)) {
  test(`one address that may be dialled among others, ${how}: it alone is dialled`, async () => {
    assert.deepEqual(await reached(answer), [good]);
  });
}

test('a name server that changes its answer is asked once: what was checked is what is dialled', async () => {
  const asked = world.dns.asked.length;
  let turns = 0;
  const rebinding: Addresses = () => {
    turns += 1;
    // The first two questions are for A and AAAA of one look-up.
    return turns <= 2 ? [good] : ['127.0.0.1'];
  };
  assert.deepEqual(await reached(rebinding), [good]);
  assert.equal(world.dns.asked.length - asked, 2);
  await refused(rebinding, '081');
});

test('another destination does not profit from what one is allowed', async () => {
  const destinations = { 'crm.corp.test': trap.port, 'erp.corp.test': trap.port };
  await world.configure({ destinations });
  await world.configure({ destinations, allow: 'kind: tcp' });
  await refused([good], '081');
});
