// haproxy at both ends, mode tcp: TLS 1.3 with the benchmark's cipher and curve, each end verifying the other.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerKeys } from '../lab/certificates.ts';
import { entrancesOf, exitsOf, portsFrom, services, type TunnelPorts } from '../lab/services.ts';
import { entranceAddress, entrances } from './entrances.ts';
import type { TunnelPlan } from './tunnel-plan.ts';

const program = '/usr/sbin/haproxy';
const ports = portsFrom(12_000);

export const haproxy: TunnelPlan = {
  name: 'haproxy',
  title: 'haproxy, mode tcp',
  async start(site) {
    const file = (side: string) => path.join(site.folder, `${side}.cfg`);
    const { server: address } = site.network.addresses;
    writeFileSync(file('server'), serverFile(ports, address, site.keys));
    writeFileSync(file('client'), clientFile(ports, address, site.keys));
    const serve = (side: 'client' | 'server', listened: readonly number[]) =>
      site.serve(side, { name: `haproxy-${side}`, argv: [program, '-db', '-f', file(side)], ports: listened });
    const server = await serve('server', exitsOf(ports));
    const client = await serve('client', entrancesOf(ports));
    return { entrance: entrances(ports), ends: { client: [client], server: [server] } };
  },
};

export function clientFile(all: readonly TunnelPorts[], address: string, keys: ServerKeys): string {
  const checks = `ca-file ${keys.ca} verify required sni str(${keys.serverName}) verifyhost ${keys.serverName}`;
  const tunnels = all.map(
    ({ service, entrance, exit }) => `
listen ${service}
  bind ${entranceAddress}:${entrance}
  server far ${address}:${exit} ssl crt ${keys.both.client} ${checks} ${ciphers}
`,
  );
  return common + tunnels.join('');
}

export function serverFile(all: readonly TunnelPorts[], address: string, keys: ServerKeys): string {
  const checks = `ca-file ${keys.ca} verify required`;
  const tunnels = all.map(
    ({ service, exit }) => `
listen ${service}
  bind ${address}:${exit} ssl crt ${keys.both.server} ${checks} curves X25519 ${ciphers}
  server origin ${address}:${services[service]}
`,
  );
  return common + tunnels.join('');
}

const ciphers = 'ssl-min-ver TLSv1.3 ciphersuites TLS_AES_128_GCM_SHA256';

const common = `global
  maxconn 8000

defaults
  mode tcp
  timeout connect 10s
  timeout client 1h
  timeout server 1h
`;
