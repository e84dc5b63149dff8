// What this device tells about itself, for people to recognise it.

import os from 'node:os';
import type { DefaultGateway } from '../native/default-gateway/default-gateway.ts';
import type { Inventory } from '../shared/ems/inventory.ts';
import { version } from '../shared/node/version.ts';
import { osVersionFact } from '../shared/posture/fact-name.ts';
import type { World } from './world.ts';

const families = { linux: 'linux', darwin: 'macos', win32: 'windows' } as const;

/** The system's name as rules and inventory have it. */
export function osFamily(world: Pick<World, 'platform'>): Inventory['os'] {
  return families[world.platform.name];
}

export async function readInventory(world: Pick<World, 'platform'>): Promise<Inventory> {
  const [sessions, gateways, serialNumber] = await Promise.all([
    world.platform.localUsers.withSession(),
    world.platform.defaultGateways(),
    world.platform.serialNumber(),
  ]);
  return {
    hostname: os.hostname().slice(0, 256),
    os: osFamily(world),
    osVersion: await osVersion(world),
    agentVersion: version,
    users: sessions.kind === 'known' ? sessions.users.map((user) => user.name).slice(0, 64) : [],
    serialNumber,
    interfaces: interfacesOf(os.networkInterfaces(), gateways),
  };
}

/** Addresses that others can see; a gateway is told with those of its own family. */
export function interfacesOf(
  all: ReturnType<typeof os.networkInterfaces>,
  gateways: readonly DefaultGateway[],
): Inventory['interfaces'] {
  return Object.entries(all)
    .flatMap(([name, addresses = []]) =>
      addresses
        .filter((address) => !address.internal)
        .map(({ address, mac, family }) => {
          const gateway = family === 'IPv4' ? gateways.find((one) => one.interface === name) : undefined;
          return { ip: address, mac, gatewayIp: gateway?.ip ?? null, gatewayMac: gateway?.mac ?? null };
        }),
    )
    .slice(0, 64);
}

export async function osVersion(world: Pick<World, 'platform'>): Promise<string> {
  const { reading } = await world.platform.facts().collect(osVersionFact, AbortSignal.timeout(2_000));
  if (reading.kind === 'known' && reading.value.kind === 'os-version')
    return `${reading.value.name} ${reading.value.version}`.trim();
  return os.release().slice(0, 256);
}
