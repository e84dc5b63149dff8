// Writes the configuration files of our own programs for a benchmark; pure.

import path from 'node:path';
import { serviceNames, services } from '../lab/services.ts';

export const stilePorts = { agent: 8_013, gateway: 8_014, public: 8_015, console: 8_443, proxy: 9_443 } as const;

export const gatewayName = 'gw.bench.test';

/** As many as one process can hold: two open files each, of 20,000. */
const mostStreams = 9_900;

/** Every enrolled device has it, whatever its posture. */
export const everyDevice = 'all_registered_clients';

export interface StilePlaces {
  readonly data: Readonly<Record<'ems' | 'gateway' | 'agent', string>>;
  readonly sockets: Readonly<Record<'ems' | 'gateway' | 'agent', string>>;
  readonly files: Readonly<Record<'ems' | 'gateway' | 'agent', string>>;
  /** Stands for the system's hosts file. */
  readonly hosts: string;
}

export function stilePlaces(folder: string): StilePlaces {
  const each = (ending: string) => ({
    ems: path.join(folder, `ems${ending}`),
    gateway: path.join(folder, `gateway${ending}`),
    agent: path.join(folder, `agent${ending}`),
  });
  return { data: each(''), sockets: each('.sock'), files: each('.conf'), hosts: path.join(folder, 'hosts') };
}

export function emsFile({ data, sockets }: StilePlaces, address: string): string {
  const at = (port: number) => ({ host: address, port });
  const { agent, gateway, public: open, console } = stilePorts;
  const listeners = { agent: at(agent), gateway: at(gateway), public: at(open), console: at(console) };
  return JSON.stringify({
    dataDirectory: data.ems,
    adminSocket: sockets.ems,
    serverNames: [address],
    ...listeners,
  });
}

export function agentFile({ data, sockets, hosts }: StilePlaces): string {
  return JSON.stringify({ dataDirectory: data.agent, socket: sockets.agent, hostsFile: hosts });
}

/** As an administrator would write it, with the access log that a gateway keeps. */
export function gatewayFile({ files }: StilePlaces, address: string): string {
  const destinations = serviceNames.map(
    (service) => `  - name: ${service}
    address: ${address}
    mappedport: ${services[service]}
    allow-addresses: [${address}/32]
`,
  );
  return `traffic-forward-proxy:
  listen: ${address}:${stilePorts.proxy}
  addresses: ['${address}:${stilePorts.proxy}']

ztna-destination:
${destinations.join('')}
policy:
  - name: every-device
    action: accept
    ztna-destination: all
    ztna-ems-tag: [${everyDevice}]

# One device has all the idle tunnels; everything else is as it comes.
limits:
  streams-per-device: ${mostStreams}

log:
  access-log: ${files.gateway}.log

metrics: disable
`;
}
