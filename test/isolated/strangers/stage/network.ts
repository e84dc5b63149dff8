// The networks of the stage: the device's and the services' own, each joined by a cable to the one between them.

import { inside } from '../../../../build/demo/stage/namespace.ts';
import { must } from './run.ts';

/** Who has which address; the gateway and the EMS are on both cables' near ends. */
export const addresses = {
  edge: { ipv4: '198.18.1.1', ipv6: 'fd00:18:1::1' },
  device: { ipv4: '198.18.1.2', ipv6: 'fd00:18:1::2' },
  edgeToServices: { ipv4: '198.18.2.1', ipv6: 'fd00:18:2::1' },
  services: { ipv4: '198.18.2.10', ipv6: 'fd00:18:2::10' },
} as const;

export type Place = 'device' | 'services' | 'router';

/** The command that starts a program in a place. */
export function at(place: Place, argv: readonly string[]): readonly string[] {
  return inside(place, argv);
}

/** Makes the places and the usual cables: everybody is one hop from the edge. */
export async function layCables(): Promise<void> {
  for (const place of ['device', 'services'] as const) await makePlace(place);
  await cable('device', { here: addresses.edge, there: addresses.device });
  await cable('services', { here: addresses.edgeToServices, there: addresses.services });
}

/** The way between device and edge when a router is in it, which answers for each at the other's cable (proxy ARP). */
export const router = { ipv4: '198.18.1.254', ipv6: 'fd00:18:1::fe' } as const;

/** As above, but the device believes that the edge is on its own cable, and in truth a router is in between. */
export async function layCablesThroughRouter(): Promise<void> {
  for (const place of ['device', 'services', 'router'] as const) await makePlace(place);
  await cable('services', { here: addresses.edgeToServices, there: addresses.services });
  await ip('link', 'add', 'router', 'type', 'veth', 'peer', 'name', 'edge', 'netns', 'router');
  await ip('-n', 'router', 'link', 'add', 'device', 'type', 'veth', 'peer', 'name', 'edge', 'netns', 'device');
  await own([], 'router', addresses.edge);
  await own(['-n', 'device'], 'edge', addresses.device);
  await own(['-n', 'router'], 'edge', router, [32, 128]);
  await own(['-n', 'router'], 'device', router, [32, 128]);
  for (const [to, device] of [
    [addresses.edge, 'edge'],
    [addresses.device, 'device'],
  ] as const) {
    await ip('-n', 'router', 'route', 'add', to.ipv4, 'dev', device);
    await ip('-n', 'router', '-6', 'route', 'add', to.ipv6, 'dev', device);
  }
  await ip('-6', 'route', 'add', addresses.device.ipv6, 'via', router.ipv6);
  await ip('-n', 'device', '-6', 'route', 'add', addresses.edge.ipv6, 'via', router.ipv6);
  await ip('-n', 'device', 'route', 'add', 'default', 'via', addresses.edge.ipv4);
  for (const name of ['ipv4.ip_forward', 'ipv6.conf.all.forwarding', 'ipv4.conf.all.proxy_arp'])
    await command('router', ['/usr/sbin/sysctl', '-qw', `net.${name}=1`]);
}

/** What the router passes on in one piece, in both directions. */
export async function limitRouter(mtu: number): Promise<void> {
  for (const [to, device] of [
    [addresses.edge, 'edge'],
    [addresses.device, 'device'],
  ] as const)
    await ip('-n', 'router', 'route', 'replace', to.ipv4, 'dev', device, 'mtu', 'lock', String(mtu));
}

/** Whether the router tells senders of packets that are too large (ICMP), or swallows them in silence. */
export async function silenceRouter(isSilent: boolean): Promise<void> {
  const rules = isSilent
    ? 'table ip silence {\nchain out {\ntype filter hook output priority 0\nicmp type destination-unreachable drop\n}\n}'
    : 'delete table ip silence';
  await command('router', ['/usr/sbin/nft', rules]);
  await ip('-n', 'device', 'route', 'flush', 'cache');
  await ip('route', 'flush', 'cache');
}

/** Gives an interface its addresses and lets it work. */
async function own(
  place: readonly string[],
  device: string,
  { ipv4, ipv6 }: Ends['here'],
  length = [24, 64],
): Promise<void> {
  await ip(...place, 'addr', 'add', `${ipv4}/${length[0]}`, 'dev', device);
  await ip(...place, 'addr', 'add', `${ipv6}/${length[1]}`, 'dev', device, 'nodad');
  await ip(...place, 'link', 'set', device, 'up');
}

interface Ends {
  readonly here: { readonly ipv4: string; readonly ipv6: string };
  readonly there: { readonly ipv4: string; readonly ipv6: string };
}

async function makePlace(place: Place): Promise<void> {
  await ip('netns', 'add', place);
  await ip('-n', place, 'link', 'set', 'lo', 'up');
}

async function cable(place: Place, { here, there }: Ends): Promise<void> {
  await ip('link', 'add', place, 'type', 'veth', 'peer', 'name', 'edge', 'netns', place);
  await own(['-n', place], 'edge', there);
  await own([], place, here);
}

async function command(place: Place, argv: readonly string[]): Promise<void> {
  const [program = '', ...args] = at(place, argv);
  await must(program, args);
}

export async function ip(...args: readonly string[]): Promise<string> {
  return await must('/usr/sbin/ip', args);
}
