// The names that are never published on this machine: whoever is reached by them tells the agent where others are.

import type { ProfileGateway } from '../../shared/ems/profile.ts';

export function reservedNames(ems: string, gateways: readonly ProfileGateway[]): string[] {
  const ofGateways = gateways.flatMap(({ serverName, addresses }) => [serverName, ...addresses.map(hostOf)]);
  return [hostOf(ems), ...ofGateways];
}

function hostOf(address: string): string {
  return new URL(`https://${address}`).hostname;
}
