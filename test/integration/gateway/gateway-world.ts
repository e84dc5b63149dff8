// A gateway with everything around it, real and small: PKI, EMS, name server, one enrolled device.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrontTimes } from '../../../gateway/accept/front.ts';
import { writeIdentity } from '../../../gateway/join/identity.ts';
import { type Gateway, startGateway } from '../../../gateway/start.ts';
import type { Clock } from '../../../shared/clock.ts';
import { makeLog } from '../../../shared/node/log-sink.ts';
import { type DnsServer, startDnsServer } from '../../doubles/dns-server.ts';
import { type EmsForGateway, recordOf, startEmsForGateway } from '../../doubles/ems-for-gateway.ts';
import { type Credentials, makeThrowawayPki, type ThrowawayPki } from '../../doubles/throwaway-pki.ts';

export interface GatewayWorld extends AsyncDisposable {
  readonly pki: ThrowawayPki;
  readonly ems: EmsForGateway;
  readonly dns: DnsServer;
  readonly gateway: Gateway;
  readonly device: Credentials;
  readonly directory: string;
  readonly adminSocket: string;
  /** Parsed lines of the access log. */
  readonly accessLog: Readonly<Record<string, unknown>>[];
  /** Lines of the gateway's own log, as written. */
  readonly log: readonly string[];
  /** Replaces the configuration file's services and policies, and loads it. */
  configure(services: Services): Promise<string>;
  /** Only writes the file. */
  rewrite(services: Services): Promise<void>;
  stop(): Promise<void>;
  /** Starts the gateway again, at another port. */
  start(): Promise<void>;
}

export interface Services {
  /** Name → port on loopback. */
  readonly destinations: Readonly<Record<string, number>>;
  readonly policies?: string;
  /** Seconds. */
  readonly threshold?: number;
  /** The keys under `limits`, in braces. */
  readonly limits?: string;
  /** Whole sections of the file, for web proxies. */
  readonly web?: string;
  /** Lines below `ztna-destination`, instead of an exception for loopback. */
  readonly allow?: string;
}

export const staffPolicy = `
  - name: staff
    action: accept
    ztna-destination: all
    ztna-ems-tag: [trusted]`;

/** The device is enrolled, online and has the tag `trusted`. */
export async function startGatewayWorld(
  services: Services,
  options: {
    readonly beatMs?: number;
    readonly frontTimes?: FrontTimes;
    readonly renewAt?: string;
    readonly clock?: Clock;
    readonly emsAddresses?: readonly string[];
  } = {},
): Promise<GatewayWorld> {
  await using opening = new AsyncDisposableStack();
  const directory = await mkdtemp(path.join(tmpdir(), 'stile-gateway-'));
  opening.defer(() => rm(directory, { recursive: true, force: true }));
  const pki = await makeThrowawayPki();
  const ems = opening.use(await startEmsForGateway(pki, options));
  const dns = opening.use(await startDnsServer({}));
  const own = await pki.gateway(['gw.corp.test']);
  await writeIdentity(directory, {
    version: 1,
    gatewayId: pki.gatewayId,
    emsId: pki.emsId,
    site: pki.site,
    ems: ems.address,
    fabricCa: pki.fabric.certificatePem,
    certificate: own.certificatePem,
    key: own.keyPem,
    renewAt: options.renewAt ?? '2099-01-01T00:00:00.000Z',
  });
  const device = await pki.machine();
  ems.put({ uid: pki.uid, tags: ['trusted'], certificates: [recordOf(pki, device)] });
  const configFile = path.join(directory, 'gateway.yaml');
  const adminSocket = path.join(directory, 'admin.sock');
  const accessLog: Record<string, unknown>[] = [];
  const log: string[] = [];
  const write = (wanted: Services) => writeFile(configFile, configText(wanted, dns));
  await write(services);
  const open = () =>
    startGateway({
      configFile,
      dataDirectory: directory,
      adminSocket,
      version: '0.0.0-test',
      accessLog: (line) => accessLog.push(JSON.parse(line)),
      log: makeLog({ program: 'gateway', level: 'debug', destination: { write: (line) => void log.push(line) } }),
      ...(options.frontTimes === undefined ? {} : { frontTimes: options.frontTimes }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    });
  let gateway = await open();
  opening.defer(() => gateway[Symbol.asyncDispose]());
  await ems.settled();
  const stack = opening.move();
  return {
    pki,
    ems,
    dns,
    get gateway() {
      return gateway;
    },
    device,
    directory,
    adminSocket,
    accessLog,
    log,
    rewrite: write,
    async configure(wanted) {
      await write(wanted);
      return await gateway.reload();
    },
    stop: async () => await gateway[Symbol.asyncDispose](),
    async start() {
      gateway = await open();
      await ems.settled();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function configText(services: Services, dns: DnsServer): string {
  for (const name of Object.keys(services.destinations)) dns.set(name, ['127.0.0.1']);
  const entries = Object.entries(services.destinations).map(
    ([name, port]) => `
  - name: '${name.replace(/\..*/, '')}'
    address: ${name}
    mappedport: ${port}
    ${services.allow ?? 'allow-addresses: [127.0.0.0/8]'}`,
  );
  return `
traffic-forward-proxy:
  listen: 127.0.0.1:0
  addresses: [gw.corp.test:9443]
endpoint-control: { out-of-sync-threshold: ${services.threshold ?? 180} }
limits: ${services.limits ?? '{}'}
resolver: { servers: ['${dns.address}'] }
metrics: 127.0.0.1:0
ztna-destination:${entries.length === 0 ? ' []' : entries.join('')}
policy:${services.policies ?? staffPolicy}
${services.web ?? ''}
`;
}
