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
  for (const [args, end] of [
    [['-n', place], { ...there, device: 'edge' }],
    [[], { ...here, device: place }],
  ] as const) {
    await ip(...args, 'addr', 'add', `${end.ipv4}/24`, 'dev', end.device);
    await ip(...args, 'addr', 'add', `${end.ipv6}/64`, 'dev', end.device, 'nodad');
    await ip(...args, 'link', 'set', end.device, 'up');
  }
}

export async function ip(...args: readonly string[]): Promise<string> {
  return await must('/usr/sbin/ip', args);
}
