// nginx and haproxy as access proxies: mutual TLS with our CA and its revocation list, in front of the same origin.

import type { Listener } from '../../build/demo/stage/ports.ts';

export interface PeerFiles {
  /** PEM: the server's certificate, its key, and both in one file. */
  readonly certificate: string;
  readonly key: string;
  readonly both: string;
  /** Who may have signed a client, and whom it revoked. */
  readonly clientCa: string;
  readonly crl: string;
}

/** One process each, as the gateway is one. */
export function nginxFile(at: Listener, origin: Listener, files: PeerFiles): string {
  return nginxServing(`  upstream origin { server ${origin.address}:${origin.port}; keepalive 256; keepalive_requests 1000000000; }
  server {
    listen ${at.address}:${at.port} ssl;
    ssl_protocols TLSv1.3;
    ssl_certificate ${files.certificate};
    ssl_certificate_key ${files.key};
    ssl_client_certificate ${files.clientCa};
    ssl_crl ${files.crl};
    ssl_verify_client on;
    location / {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Client-Serial $ssl_client_serial;
      proxy_pass http://origin;
    }
  }
`);
}

export function haproxyFile(at: Listener, origin: Listener, files: PeerFiles): string {
  return `global
  nbthread 1
  maxconn 4096

defaults
  mode http
  timeout connect 10s
  timeout client 1h
  timeout server 1h
  timeout http-request 10s

listen web
  bind ${at.address}:${at.port} ssl crt ${files.both} ca-file ${files.clientCa} crl-file ${files.crl} verify required ssl-min-ver TLSv1.3
  http-request set-header X-Client-Serial %[ssl_c_serial,hex]
  http-reuse always
  server origin ${origin.address}:${origin.port}
`;
}

/** The origin: a page of 1 KiB from memory, as fast as anything serves it. */
export function originFile({ address, port }: Listener): string {
  return nginxServing(`  server {
    listen ${address}:${port};
    location / { return 200 "${'x'.repeat(1_024)}"; }
  }
`);
}

/** One process, which keeps connections for as long as they are used. */
function nginxServing(http: string): string {
  return `daemon off;
user root;
worker_processes 1;
pid nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
${http}}
`;
}
