// A gateway with web proxies and everything around them: virtual hosts of each mode, one real server, one user's certificate.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { recordOf } from '../../../doubles/ems-for-gateway.ts';
import type { Credentials } from '../../../doubles/throwaway-pki.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from '../gateway-world.ts';

export interface WebWorld extends AsyncDisposable {
  readonly world: GatewayWorld;
  readonly user: Credentials;
  readonly server: WebServer;
  /** The sections of the file for web proxies. */
  sections(): string;
  /** More web proxies and policies for the file, from the next time that it is written. */
  add(proxies: string, policies: string): void;
  /** The file as it was at first. */
  putRight(): Promise<void>;
  /** Certificate and key of each virtual host, as files. */
  certificateFiles(name: string): { readonly certificate: string; readonly key: string };
}

export interface WebServer extends AsyncDisposable {
  readonly port: number;
  readonly server: Server;
  /** Requests that ever came. */
  readonly requests: readonly IncomingMessage[];
  /** Replaced by a test that needs another one. */
  serve: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Echoes what it was asked as JSON. */
export function echoRequest(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const body = JSON.stringify({ method: request.method, url: request.url, headers: request.headers });
  response.setHeader('Content-Type', 'application/json');
  response.end(body);
}

export async function startWebServer(): Promise<WebServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    requests.push(request);
    made.serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  const made: WebServer = {
    port: bound.port,
    server,
    requests,
    serve: echoRequest,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return made;
}

/** Each virtual host has the rules that its name says; `crm` those of the proxy, and a path of its own on every host. */
export const hosts: Readonly<Record<string, string>> = {
  'crm.corp.test': '',
  'accept.corp.test': 'empty-cert-action: accept',
  'unmanaged.corp.test': 'empty-cert-action: accept-unmanageable',
  'unwatched.corp.test': 'empty-cert-action: accept-unmanageable, user-agent-detect: disable',
  'open.corp.test': 'client-cert: disable',
};

export const webPolicies = `
  - name: staff
    action: accept
    ztna-proxy: [crm]
    ztna-ems-tag: [trusted]
  - name: visitors
    action: accept
    ztna-proxy: [public]
    ztna-ems-tag: none`;

export async function startWebWorld(
  options: Parameters<typeof startGatewayWorld>[1] & { readonly limits?: string } = {},
): Promise<WebWorld> {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startWebServer());
  const bare: Services = { destinations: {}, ...(options.limits === undefined ? {} : { limits: options.limits }) };
  const world = opening.use(await startGatewayWorld(bare, options));
  const { pki, ems, device, dns } = world;
  dns.set('app.corp.test', ['127.0.0.1']);
  const user = await pki.user('anna');
  ems.put({ uid: pki.uid, certificates: [recordOf(pki, device), recordOf(pki, user, { osUser: 'anna' })] });
  const files = (name: string) => ({
    certificate: path.join(world.directory, `${name}.pem`),
    key: path.join(world.directory, `${name}.key`),
  });
  for (const host of Object.keys(hosts)) {
    const credentials = await pki.server([host]);
    await writeFile(files(host).certificate, credentials.certificatePem);
    await writeFile(files(host).key, credentials.keyPem, { mode: 0o600 });
  }
  let [moreProxies, morePolicies] = ['', ''];
  const sections = () => webSections(server.port, files, moreProxies);
  const putRight = async () => {
    assert.equal(await world.configure({ ...bare, policies: webPolicies + morePolicies, web: sections() }), 'loaded');
  };
  await putRight();
  await ems.settled();
  const stack = opening.move();
  return {
    world,
    user,
    server,
    sections,
    putRight,
    add(proxies, policies) {
      [moreProxies, morePolicies] = [proxies, policies];
    },
    certificateFiles: files,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function webSections(port: number, files: WebWorld['certificateFiles'], more: string): string {
  const server = `{addr-type: fqdn, address: app.corp.test, port: ${port}, allow-addresses: [127.0.0.0/8]}`;
  const gateway = (id: number, host: string) =>
    `      - {id: ${id}, virtual-host: ${host}, service: http, realservers: [${server}]}`;
  const names = Object.keys(hosts);
  return [
    'certificate-local:',
    ...names.map(
      (name) => `  - {name: ${name}, certificate: ${files(name).certificate}, private-key: ${files(name).key}}`,
    ),
    'access-proxy-virtual-host:',
    ...names.map((name) => {
      const rules = hosts[name] === '' ? '' : `, ${hosts[name]}`;
      return `  - {name: ${name}, host: ${name}, host-type: exact, ssl-certificate: ${name}${rules}}`;
    }),
    'web-proxy:',
    '  - name: crm',
    '    api-gateway:',
    gateway(1, 'crm.corp.test'),
    '  - name: public',
    '    api-gateway:',
    ...names.slice(1).map((name, at) => gateway(at + 1, name)),
    more,
  ].join('\n');
}
