// Writes the configuration files of EMS and gateway for the demo.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stageNetwork } from './namespace.ts';
import type { Places } from './places.ts';

/** The names of the story. */
export const names = {
  domain: 'corp.test',
  gateway: 'gw.corp.test',
  crm: 'crm.corp.test',
  files: 'files.corp.test',
  site: 'default',
  managed: 'managed',
  supported: 'supported-os',
} as const;

/** Names that resolve, and must never be followed: loopback, link-local, metadata, the gateway itself. */
export const decoyNames: Readonly<Record<string, string>> = {
  'loopback.corp.test': '127.0.0.1',
  'link-local.corp.test': '169.254.1.1',
  'metadata.corp.test': '169.254.169.254',
  'own-address.corp.test': stageNetwork.gatewaySide,
};

const host = '127.0.0.1';

export function writeEmsFile(
  { emsFile, data, sockets, ports }: Places,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const settings = {
    dataDirectory: data.ems,
    adminSocket: sockets.ems,
    serverNames: [host, 'localhost'],
    agent: { host, port: ports.agent },
    gateway: { host, port: ports.gateway },
    public: { host, port: ports.public },
    console: { host, port: ports.console },
    ...more,
  };
  writeFileSync(emsFile, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
}

/** What a story has the gateway's file say besides the two services and their policy. */
export interface GatewayChoices {
  readonly destinations?: readonly { readonly name: string; readonly address: string; readonly port: number }[];
  /** They stand before the usual one, so that they decide first. */
  readonly policies?: readonly {
    readonly name: string;
    readonly action: 'accept' | 'deny';
    readonly destinations: readonly string[];
    readonly tags: readonly string[] | 'none';
  }[];
  /** The file without the web application. */
  readonly withoutCrm?: boolean;
  /** Whole sections, by their keys; policies among them stand after the usual one. */
  readonly sections?: Readonly<Record<string, readonly object[]>>;
}

/** The gateway's file as an administrator would write it. */
export function writeGatewayFile(places: Places, choices: GatewayChoices = {}): void {
  const { workspace, gatewayFile, services, ports, namespace } = places;
  // Loopback is never dialled, except by a destination that allows it for itself.
  const allowed = namespace === null ? `\n    allow-addresses: [${services.crm.address}/32]` : '';
  const crm = `
  - name: crm
    address: ${names.crm}
    mappedport: ${services.crm.port}
    kind: http${allowed}`;
  const more = (choices.destinations ?? []).map(
    ({ name, address, port }) => `\n  - {name: ${name}, address: ${address}, mappedport: ${port}}`,
  );
  const before = (choices.policies ?? []).map(({ name, action, destinations, tags }) => {
    const tag = tags === 'none' ? tags : `[${tags.join(', ')}]`;
    return `\n  - {name: ${name}, action: ${action}, ztna-destination: [${destinations.join(', ')}], ztna-ems-tag: ${tag}}`;
  });
  const { policy = [], ...sections } = choices.sections ?? {};
  const text = `traffic-forward-proxy:
  listen: ${host}:${ports.proxy}
  addresses: ['${host}:${ports.proxy}']

ztna-destination:${choices.withoutCrm === true ? '' : crm}
  - name: files
    address: ${names.files}
    mappedport: ${services.files.port}
    kind: tcp${allowed}${more.join('')}

policy:${before.join('')}
  - name: managed-devices
    action: accept
    ztna-destination: [${choices.withoutCrm === true ? '' : 'crm, '}files]
    ztna-ems-tag: [${names.managed}]${listed(policy)}
${Object.entries(sections)
  .map(([key, entries]) => `\n${key}:${listed(entries)}\n`)
  .join('')}
resolver:
  servers: ['${services.names.address}:${services.names.port}']

log:
  access-log: ${accessLogOf(workspace)}

metrics: disable
`;
  writeFileSync(gatewayFile, text, { mode: 0o600 });
}

/** What JSON says, YAML says as well. */
function listed(entries: readonly object[]): string {
  return entries.map((entry) => `\n  - ${JSON.stringify(entry)}`).join('');
}

/** Where the gateway accounts for every access. */
export function accessLogOf(workspace: string): string {
  return path.join(workspace, 'access.log');
}
