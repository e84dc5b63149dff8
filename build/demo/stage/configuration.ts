// Writes the configuration files of EMS and gateway for the demo.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
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

const host = '127.0.0.1';

export function writeEmsFile({ emsFile, data, sockets, ports }: Places): void {
  const settings = {
    dataDirectory: data.ems,
    adminSocket: sockets.ems,
    serverNames: [host, 'localhost'],
    agent: { host, port: ports.agent },
    gateway: { host, port: ports.gateway },
    public: { host, port: ports.public },
  };
  writeFileSync(emsFile, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
}

/** The gateway's file as an administrator would write it. */
export function writeGatewayFile({ workspace, gatewayFile, services, ports, namespace }: Places): void {
  // Loopback is never dialled, except by a destination that allows it for itself.
  const allowed = namespace === null ? `\n    allow-addresses: [${services.crm.address}/32]` : '';
  const text = `traffic-forward-proxy:
  listen: ${host}:${ports.proxy}
  addresses: ['${host}:${ports.proxy}']

ztna-destination:
  - name: crm
    address: ${names.crm}
    mappedport: ${services.crm.port}
    kind: http${allowed}
  - name: files
    address: ${names.files}
    mappedport: ${services.files.port}
    kind: tcp${allowed}

policy:
  - name: managed-devices
    action: accept
    ztna-destination: [crm, files]
    ztna-ems-tag: [${names.managed}]

resolver:
  servers: ['${services.names.address}:${services.names.port}']

log:
  access-log: ${path.join(workspace, 'access.log')}

metrics: disable
`;
  writeFileSync(gatewayFile, text, { mode: 0o600 });
}
