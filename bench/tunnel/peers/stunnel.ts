// stunnel at both ends: TLS 1.3 with the benchmark's cipher and curve, each end verifying the other.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerKeys } from '../lab/certificates.ts';
import { entrancesOf, exitsOf, portsFrom, services, type TunnelPorts } from '../lab/services.ts';
import { entranceAddress, entrances } from './entrances.ts';
import type { TunnelPlan } from './tunnel-plan.ts';

const program = '/usr/bin/stunnel4';
const ports = portsFrom(11_000);

export const stunnel: TunnelPlan = {
  name: 'stunnel',
  title: 'stunnel',
  async start(site) {
    const file = (side: string) => path.join(site.folder, `${side}.conf`);
    const { server: address } = site.network.addresses;
    writeFileSync(file('server'), serverFile(ports, address, site.keys));
    writeFileSync(file('client'), clientFile(ports, address, site.keys));
    const serve = (side: 'client' | 'server', listened: readonly number[]) =>
      site.serve(side, { name: `stunnel-${side}`, argv: [program, file(side)], ports: listened });
    const server = await serve('server', exitsOf(ports));
    const client = await serve('client', entrancesOf(ports));
    return { entrance: entrances(ports), ends: { client: [client], server: [server] } };
  },
};

export function clientFile(all: readonly TunnelPorts[], address: string, keys: ServerKeys): string {
  const tunnels = all.map(
    ({ service, entrance, exit }) => `
[${service}]
client = yes
accept = ${entranceAddress}:${entrance}
connect = ${address}:${exit}
checkHost = ${keys.serverName}
`,
  );
  return `${common(keys, 'client')}${tunnels.join('')}`;
}

export function serverFile(all: readonly TunnelPorts[], address: string, keys: ServerKeys): string {
  const tunnels = all.map(
    ({ service, exit }) => `
[${service}]
accept = ${address}:${exit}
connect = ${address}:${services[service]}
requireCert = yes
`,
  );
  return `${common(keys, 'server')}${tunnels.join('')}`;
}

function common(keys: ServerKeys, side: 'client' | 'server'): string {
  return `foreground = yes
pid =
debug = err
socket = l:TCP_NODELAY=1
socket = r:TCP_NODELAY=1
sslVersion = TLSv1.3
ciphersuites = TLS_AES_128_GCM_SHA256
curves = X25519
cert = ${keys.certificate[side]}
key = ${keys.key[side]}
CAfile = ${keys.ca}
verifyChain = yes
`;
}
