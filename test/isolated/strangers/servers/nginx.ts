// nginx from Debian as a protected server: plain and with TLS of its own, with a large file and a place for uploads.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOfKnownBytes, knownBytes } from '../../../../build/demo/stage/services/known-bytes.ts';
import { makeThrowawayPki } from '../../../doubles/throwaway-pki.ts';
import { at } from '../stage/network.ts';
import { serve } from './serve.ts';

export interface Nginx extends AsyncDisposable {
  /** The CA (PEM file) that vouches for `web.corp.test`; an organisation's own, none of ours. */
  readonly ca: string;
  /** What `/large` serves. */
  readonly large: string;
  /** Where `PUT /uploads/NAME` leaves its files, once they are whole; until then they are among the bodies. */
  readonly uploads: string;
  readonly bodies: string;
}

/** `/` says this, and `/large` is this long. */
export const page = 'Served by nginx.\n';
export const largeBytes = 64 * 1024 * 1024;
export const ports = { http: 80, https: 443 } as const;

/** What `/large` and pieces of it hash to. */
export const hashOfLarge = () => hashOfKnownBytes(largeBytes);

export async function startNginx(directory: string): Promise<Nginx> {
  const inFolder = (name: string) => path.join(directory, 'nginx', name);
  const uploads = inFolder('www/uploads');
  await mkdir(uploads, { recursive: true });
  await writeFile(inFolder('www/index.html'), page);
  await writeFile(inFolder('www/large'), knownBytes(largeBytes));
  const pki = await makeThrowawayPki();
  const { certificatePem, keyPem } = await pki.server(['web.corp.test']);
  await writeFile(inFolder('server.pem'), certificatePem);
  await writeFile(inFolder('server.key'), keyPem, { mode: 0o600 });
  await writeFile(inFolder('ca.pem'), pki.fabric.certificatePem);
  await writeFile(inFolder('nginx.conf'), configuration(inFolder));
  const server = await serve(
    at('services', ['/usr/sbin/nginx', '-e', 'stderr', '-c', inFolder('nginx.conf')]),
    ports.https,
  );
  const files = { ca: inFolder('ca.pem'), large: inFolder('www/large'), uploads, bodies: inFolder('body') };
  return { ...files, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function configuration(inFolder: (name: string) => string): string {
  return `daemon off;
user root;
worker_processes 1;
pid ${inFolder('nginx.pid')};
events {}
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path ${inFolder('body')};
  proxy_temp_path ${inFolder('proxy')};
  fastcgi_temp_path ${inFolder('fastcgi')};
  uwsgi_temp_path ${inFolder('uwsgi')};
  scgi_temp_path ${inFolder('scgi')};
  server {
    listen ${ports.http};
    listen ${ports.https} ssl http2;
    listen [::]:${ports.http};
    ssl_certificate ${inFolder('server.pem')};
    ssl_certificate_key ${inFolder('server.key')};
    root ${inFolder('www')};
    location /uploads/ { dav_methods PUT; }
    # So slow that whoever waits for the end is still waiting when something happens; of the second, HTTP/1.0 learns no length.
    location = /slow { alias ${inFolder('www/large')}; limit_rate 1m; }
    location = /stream { alias ${inFolder('www/large')}; limit_rate 1m; gzip on; gzip_types *; gzip_http_version 1.0; }
  }
}
`;
}
