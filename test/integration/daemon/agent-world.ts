// An agent with everything around it: a real EMS, a real gateway, origins, a hosts file of its own.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { config as daemonConfig } from '../../../daemon/config.ts';
import { makeLogRing } from '../../../daemon/log-ring.ts';
import { type RunningDaemon, startDaemon } from '../../../daemon/start.ts';
import { writeIdentity } from '../../../gateway/join/identity.ts';
import { type Gateway, startGateway } from '../../../gateway/start.ts';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import type { Clock } from '../../../shared/clock.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { emsId as emsIdSchema, gatewayId, siteName } from '../../../shared/ids.ts';
import { silentLog } from '../../../shared/log.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import { makeLog } from '../../../shared/node/log-sink.ts';
import { systemClock } from '../../../shared/node/system-clock.ts';
import { type DnsServer, startDnsServer } from '../../doubles/dns-server.ts';
import { type FakePlatform, fakePlatform } from '../../doubles/fake-platform.ts';
import { freePort } from '../../doubles/free-port.ts';
import type { TestEms } from '../../doubles/running-ems.ts';

export const userHosts = '127.0.0.1 localhost\n# the user\n10.1.2.3 printer.corp.test\n';

/** A published service: where its origin is on loopback. */
export interface Service {
  readonly host: string;
  readonly port: number;
  readonly kind?: 'tcp' | 'http';
}

const soon = { firstMs: 20, longestMs: 50 };
/** Questions and tries, as fast as they may be. */
const quick = {
  networkTimes: { pollMs: 50, gapMs: 20, askBackoff: soon, portalBackoff: soon },
  fabricTimes: { againMs: 100, gapMs: 20 },
  silentTimes: { lookMs: 20, backoff: soon },
};

export interface AgentWorld extends AsyncDisposable {
  readonly directory: string;
  readonly hostsFile: string;
  readonly platform: FakePlatform;
  readonly logs: readonly string[];
  readonly cli: LocalClient<typeof agentContract>;
  readonly state: () => AgentState;
  invitation(domains?: readonly string[]): Promise<string>;
  enroll(invitation?: string): Promise<{ uid: string; serial: string }>;
  until(isSo: (state: AgentState) => boolean): Promise<AgentState>;
  hostsText(): Promise<string>;
  stopAgent(): Promise<void>;
  startAgent(): Promise<void>;
}

/** Only the agent, with the EMS it could enroll with. */
export async function agentWorld(
  ems: TestEms,
  over: Readonly<Record<string, unknown>> = {},
  clock: Clock = systemClock,
): Promise<AgentWorld> {
  const directory = await mkdtemp(path.join(tmpdir(), 'stile-agent-'));
  await mkdir(path.join(directory, 'run'));
  const hostsFile = path.join(directory, 'hosts');
  await writeFile(hostsFile, userHosts);
  const platform = fakePlatform();
  const logs: string[] = [];
  let running: RunningDaemon;
  let cli: LocalClient<typeof agentContract>;
  let current: AgentState;

  async function start(): Promise<void> {
    const ring = makeLogRing({ write: (line) => void logs.push(line) });
    running = await startDaemon({
      config: daemonConfig.parse({
        dataDirectory: path.join(directory, 'data'),
        socket: path.join(directory, 'run', 'agent.sock'),
        hostsFile,
        browserPolicyRoot: path.join(directory, 'root'),
        invitationFile: path.join(directory, 'etc', 'invitation'),
        ...over,
      }),
      platform,
      log: makeLog({ program: 'agent', level: 'debug', destination: ring }),
      logRing: ring,
      clock,
      ...quick,
    });
    cli = await connectLocal(agentContract, running.socket);
    await new Promise<void>((resolve) => {
      cli.on('state', (state) => {
        current = state;
        resolve();
      });
    });
  }
  async function stop(): Promise<void> {
    await cli[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  }
  await start();

  const world: AgentWorld = {
    directory,
    hostsFile,
    platform,
    logs,
    get cli() {
      return cli;
    },
    state: () => current,
    async invitation(domains = ['corp.test']) {
      const { invitation } = await ems.admin.call('invite', {
        role: 'device',
        site: siteName.parse('default'),
        domains: [...domains],
        uses: 1,
        expiresInMs: 60_000,
        note: '',
      });
      return invitation;
    },
    async enroll(given) {
      const invitation = given ?? (await world.invitation());
      return await cli.call('enroll', { invitation, consent: { fabricCa: readInvitation(invitation).ca } });
    },
    async until(isSo) {
      const limit = AbortSignal.timeout(15_000);
      while (!isSo(current)) {
        if (limit.aborted) throw new Error(`never: ${JSON.stringify(current)}\n${logs.join('')}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return current;
    },
    hostsText: () => readFile(hostsFile, 'utf8'),
    startAgent: start,
    stopAgent: stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return world;
}

export interface TestGateway extends AsyncDisposable {
  readonly port: number;
  readonly id: string;
  readonly gateway: Gateway;
  configure(policies: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const everybody = `
  - name: everybody
    action: accept
    ztna-destination: all
    ztna-ems-tag: none`;

export const needsManaged = `
  - name: managed-devices
    action: accept
    ztna-destination: all
    ztna-ems-tag: [managed]`;

/** A gateway that is approved, publishes these services and shows them to every device. */
export async function testGateway(
  ems: TestEms,
  services: readonly Service[],
  policies = everybody,
): Promise<TestGateway> {
  const directory = await mkdtemp(path.join(tmpdir(), 'stile-gateway-'));
  const joined = await ems.approvedGateway(['gw.corp.test']);
  const { emsId } = await ems.admin.call('status', {});
  const dns: DnsServer = await startDnsServer({});
  for (const { host } of services) dns.set(host, ['127.0.0.1']);
  const port = await freePort('127.0.0.1');
  await writeIdentity(directory, {
    version: 1,
    gatewayId: gatewayId.parse(joined.id),
    emsId: emsIdSchema.parse(emsId),
    site: siteName.parse('default'),
    ems: `localhost:${ems.running.ports.gateway}`,
    fabricCa: ems.ca,
    certificate: joined.cert,
    key: joined.key,
    renewAt: '2099-01-01T00:00:00.000Z',
  });
  const configFile = path.join(directory, 'gateway.yaml');
  const write = (wanted: string) => writeFile(configFile, configText(services, wanted, port, dns));
  let gateway: Gateway;
  async function start(): Promise<void> {
    gateway = await startGateway({
      configFile,
      dataDirectory: directory,
      adminSocket: null,
      version: 'test',
      accessLog: () => undefined,
      log: silentLog,
    });
  }
  await write(policies);
  await start();
  await published(ems, services);
  for (const each of services)
    await ems.admin.call('showDestinationTo', { name: nameOf(each), tags: ['*'], publish: true });
  return {
    port,
    id: joined.id,
    get gateway() {
      return gateway;
    },
    async configure(wanted) {
      await write(wanted);
      await gateway.reload();
    },
    start,
    stop: async () => await gateway[Symbol.asyncDispose](),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await dns[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function published(ems: TestEms, services: readonly Service[]): Promise<void> {
  const limit = AbortSignal.timeout(10_000);
  for (;;) {
    const { destinations } = await ems.admin.call('destinations', {});
    if (destinations.length >= services.length) return;
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function nameOf({ host }: Service): string {
  return host.replace(/\..*/, '');
}

function configText(services: readonly Service[], policies: string, port: number, dns: DnsServer): string {
  const entries = services.map(
    (each) => `
  - name: ${nameOf(each)}
    address: ${each.host}
    mappedport: ${each.port}
    kind: ${each.kind ?? 'tcp'}
    allow-addresses: [127.0.0.0/8]`,
  );
  return `
traffic-forward-proxy:
  listen: 127.0.0.1:${port}
  addresses: ['127.0.0.1:${port}']
resolver: { servers: ['${dns.address}'] }
metrics: 127.0.0.1:0
ztna-destination:${entries.join('')}
policy:${policies}
`;
}

/** The answer of one echo through a name; the end's code if there is none. */
export function echoThrough(world: AgentWorld, host: string, text = 'hello'): Promise<string> {
  const found = world.state().destinations.find((each) => each.destination.host === host);
  if (found?.state.kind !== 'published') return Promise.resolve(`not published: ${found?.state.kind}`);
  const socket = connect({ host: found.state.address, port: found.state.port });
  return new Promise((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('closed'));
    socket.on('data', (chunk) => {
      resolve(String(chunk));
      socket.end();
    });
    socket.write(text);
  });
}

/** Asks until it works: the gateway may not have its view of devices yet. */
export async function reachable(world: AgentWorld, host = 'echo.corp.test'): Promise<string> {
  let answer = '';
  for (let again = 0; answer !== 'hello' && again < 200; again += 1) {
    answer = await echoThrough(world, host);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return answer;
}

export async function refusedWith(code: Parameters<typeof hasCode>[1], act: () => Promise<unknown>): Promise<void> {
  await assert.rejects(act, (error) => hasCode(error, code));
}

/** So many names published, and a report answered. */
export const ready = (count: number) => (state: AgentState) =>
  state.destinations.filter((each) => each.state.kind === 'published').length === count &&
  state.ems.kind === 'connected' &&
  state.ems.lastReport !== null;
