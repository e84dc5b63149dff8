// nginx's stream module at both ends: TLS 1.3 with the benchmark's cipher and curve, each end verifying the other.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerKeys } from '../lab/certificates.ts';
import { entrancesOf, exitsOf, portsFrom, services, type TunnelPorts } from '../lab/services.ts';
import { entranceAddress, entrances } from './entrances.ts';
import type { TunnelPlan } from './tunnel-plan.ts';

const program = '/usr/sbin/nginx';
const ports = portsFrom(13_000);

export const nginx: TunnelPlan = {
  name: 'nginx',
  title: 'nginx, stream',
  async start(site) {
    const { server: address } = site.network.addresses;
    const serve = (side: 'client' | 'server', text: string, listened: readonly number[]) => {
      const folder = path.join(site.folder, side);
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'nginx.conf'), text);
      const argv = [program, '-p', folder, '-e', 'stderr', '-c', path.join(folder, 'nginx.conf')];
      return site.serve(side, { name: `nginx-${side}`, argv, ports: listened });
    };
    const server = await serve('server', serverFile(ports, address, site.keys), exitsOf(ports));
    const client = await serve('client', clientFile(ports, address, site.keys), entrancesOf(ports));
    return { entrance: entrances(ports), ends: { client: [client], server: [server] } };
  },
};

export function clientFile(all: readonly TunnelPorts[], address: string, keys: ServerKeys): string {
  const tunnels = all.map(
    ({ entrance, exit }) => `
  server {
    listen ${entranceAddress}:${entrance};
    proxy_pass ${address}:${exit};
    proxy_ssl on;
    proxy_ssl_protocols TLSv1.3;
    proxy_ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    proxy_ssl_certificate ${keys.certificate.client};
    proxy_ssl_certificate_key ${keys.key.client};
    proxy_ssl_trusted_certificate ${keys.ca};
    proxy_ssl_verify on;
    proxy_ssl_name ${keys.serverName};
  }
`,
  );
  return around(tunnels);
}

export function serverFile(all: readonly TunnelPorts[], address: string, keys: ServerKeys): string {
  const tunnels = all.map(
    ({ service, exit }) => `
  server {
    listen ${address}:${exit} ssl;
    proxy_pass ${address}:${services[service]};
    ssl_protocols TLSv1.3;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    ssl_ecdh_curve X25519;
    ssl_certificate ${keys.certificate.server};
    ssl_certificate_key ${keys.key.server};
    ssl_client_certificate ${keys.ca};
    ssl_verify_client on;
  }
`,
  );
  return around(tunnels);
}

function around(servers: readonly string[]): string {
  return `load_module /usr/lib/nginx/modules/ngx_stream_module.so;
daemon off;
user root;
worker_processes auto;
worker_rlimit_nofile 20000;
pid nginx.pid;
error_log stderr error;

events {
  worker_connections 16000;
}

stream {
  tcp_nodelay on;
  proxy_timeout 1h;
${servers.join('')}}
`;
}
