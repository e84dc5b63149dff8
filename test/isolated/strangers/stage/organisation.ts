// The EMS and one gateway, as they really are, with an administrator's decisions: one rule, one tag, some destinations.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { join } from '../../../../gateway/join/join.ts';
import { type Gateway, startGateway } from '../../../../gateway/start.ts';
import { type DeviceId, siteName } from '../../../../shared/ids.ts';
import { silentLog } from '../../../../shared/log.ts';
import { readInvitation } from '../../../../shared/node/invitation.ts';
import { type DnsServer, startDnsServer } from '../../../doubles/dns-server.ts';
import { runningEms, type TestEms } from '../../../doubles/running-ems.ts';
import { pause } from '../../../doubles/whole-world.ts';
import { addresses } from './network.ts';

/** One port of a protected server, which is in the services' network. */
export interface Service {
  readonly name: string;
  /** Its host is this with `.corp.test` behind it; the service's name unless given. */
  readonly host?: string;
  readonly port: number;
  readonly kind?: 'tcp' | 'http';
  /** Addresses of the server; those of the services' network unless given. */
  readonly addresses?: readonly string[];
}

export interface Organisation extends AsyncDisposable {
  readonly ems: TestEms;
  readonly gateway: Gateway;
  readonly dns: DnsServer;
  /** A device has the tag `managed`, which everything needs, as long as this file is on it. */
  readonly marker: string;
  /** Lines of the gateway's access log. */
  readonly accessLog: readonly string[];
  invitation(): Promise<string>;
  /** From now on the gateway is to be dialled at these addresses. */
  moveGateway(dialled: readonly string[]): Promise<void>;
  /** Waits until the gateway knows of the device and its tag. */
  knows(uid: DeviceId, withTag?: boolean): Promise<void>;
}

export interface OrganisationOptions {
  readonly services: readonly Service[];
  /** As agents dial the gateway. */
  readonly gatewayAddresses?: readonly string[];
}

const all = (port: number) => ({ host: '::', port });

export const emsSettings = {
  serverNames: [addresses.edge.ipv4, addresses.edge.ipv6, 'localhost', '127.0.0.1'],
  agent: all(8013),
  gateway: all(8014),
  public: all(8015),
  keepaliveMs: 1_000,
};

const site = siteName.parse('default');
const usual = [`${addresses.edge.ipv4}:9443`];

export async function openOrganisation(directory: string, options: OrganisationOptions): Promise<Organisation> {
  const { services, gatewayAddresses = usual } = options;
  await using opening = new AsyncDisposableStack();
  const ems = opening.use(await runningEms({ directory: path.join(directory, 'ems'), settings: emsSettings }));
  const dns = opening.use(await startDnsServer(namesOf(services)));
  const marker = path.join(directory, 'managed');
  await writeFile(marker, '');
  await decide(ems, marker);

  const dataDirectory = path.join(directory, 'gateway');
  await mkdir(dataDirectory);
  const invitation = await invite(ems, 'gateway');
  const joining = join(
    { invitation: readInvitation(invitation), directory: dataDirectory, version: 'test', onPending: () => undefined },
    AbortSignal.timeout(20_000),
  );
  await Promise.all([joining, approve(ems)]);
  const configFile = path.join(directory, 'gateway.yaml');
  await writeFile(configFile, gatewayFile(services, gatewayAddresses, dns.address));
  const accessLog: string[] = [];
  const gateway = opening.use(
    await startGateway({
      configFile,
      dataDirectory,
      adminSocket: path.join(directory, 'gateway.sock'),
      version: 'test',
      accessLog: (line) => accessLog.push(line),
      log: silentLog,
    }),
  );
  await show(ems, services);
  const stack = opening.move();
  return {
    ems,
    gateway,
    dns,
    marker,
    accessLog,
    invitation: () => invite(ems, 'device'),
    async moveGateway(dialled) {
      await writeFile(configFile, gatewayFile(services, dialled, dns.address));
      await gateway.reload();
    },
    async knows(uid, withTag = true) {
      await asked(async () => {
        const { endpoints } = await ems.admin.call('endpoints', {});
        return endpoints.some((one) => one.uid === uid && one.tags.some((tag) => tag === 'managed') === withTag);
      });
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function namesOf(services: readonly Service[]): Readonly<Record<string, readonly string[]>> {
  const own = [addresses.services.ipv4];
  return Object.fromEntries(services.map((one) => [hostOf(one), one.addresses ?? own]));
}

function hostOf({ name, host = name }: Service): string {
  return `${host}.corp.test`;
}

async function decide({ admin }: TestEms, marker: string): Promise<void> {
  await admin.call('putRule', {
    rule: {
      id: 1,
      os: 'linux',
      type: 'file',
      negated: false,
      path: marker,
      title: 'This is a managed machine',
      remedy: 'Run the company set-up.',
    },
  });
  const logic = { linux: { op: 'and' as const, rules: [{ id: 1 }] } };
  await admin.call('putRuleSet', {
    ruleSet: { id: 1, name: 'Managed', enabled: true, tag: 'managed', message: '', logic },
  });
}

async function invite({ admin }: TestEms, role: 'device' | 'gateway'): Promise<string> {
  const domains = role === 'device' ? ['corp.test'] : [];
  const { invitation } = await admin.call('invite', { role, site, domains, uses: 1, expiresInMs: 600_000, note: '' });
  return invitation;
}

async function approve({ admin }: TestEms): Promise<void> {
  await asked(async () => {
    const { gateways } = await admin.call('gateways', {});
    for (const { id } of gateways) await admin.call('approveGateway', { id, names: ['gw.corp.test'], sites: [site] });
    return gateways.length > 0;
  });
}

/** Everybody with the tag sees what the gateway has published. */
async function show({ admin }: TestEms, services: readonly Service[]): Promise<void> {
  await asked(async () => (await admin.call('destinations', {})).destinations.length === services.length);
  for (const { name } of services) await admin.call('showDestinationTo', { name, tags: ['managed'], publish: true });
}

/** Asks until the answer is yes. @throws Error with the question, when that takes far too long */
export async function asked(look: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 30_000; !(await look()); await pause(20))
    if (Date.now() > until) throw new Error(`asked in vain: ${look}`);
}

function gatewayFile(services: readonly Service[], dialled: readonly string[], resolver: string): string {
  const destinations = services.map(
    (one) => `  - {name: ${one.name}, address: ${hostOf(one)}, mappedport: ${one.port}, kind: ${one.kind ?? 'tcp'}}`,
  );
  return `traffic-forward-proxy: {listen: '[::]:9443', addresses: ${JSON.stringify(dialled)}}
ztna-destination:
${destinations.join('\n')}
policy:
  - {name: staff, action: accept, ztna-destination: all, ztna-ems-tag: [managed]}
resolver: {servers: ['${resolver}']}
metrics: disable
`;
}
