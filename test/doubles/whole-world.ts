// EMS, gateway and agent in one process, each as it really is, with name server, origins and a hosts file of their own.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { config as daemonConfig } from '../../daemon/config.ts';
import { makeLogRing } from '../../daemon/log-ring.ts';
import { type RunningDaemon, startDaemon } from '../../daemon/start.ts';
import { join } from '../../gateway/join/join.ts';
import { type Gateway, startGateway } from '../../gateway/start.ts';
import { type Platform, platformFor } from '../../native/platform.ts';
import { type AgentContract, agentContract } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Clock } from '../../shared/clock.ts';
import { siteName } from '../../shared/ids.ts';
import { silentLog } from '../../shared/log.ts';
import { readInvitation } from '../../shared/node/invitation.ts';
import { connectLocal, type LocalClient } from '../../shared/node/local-socket/client.ts';
import { type DnsServer, startDnsServer } from './dns-server.ts';
import { freePort } from './free-port.ts';
import { runningEms, type TestEms } from './running-ems.ts';

/** A protected service: its name inside corp.test, and where it really listens. */
export interface Service {
  readonly name: string;
  readonly port: number;
  readonly kind?: 'tcp' | 'http';
}

export interface WholeWorld extends AsyncDisposable {
  ems: TestEms;
  readonly dns: DnsServer;
  readonly directory: string;
  readonly marker: string;
  readonly hosts: string;
  gateway: Gateway;
  daemon: RunningDaemon;
  agent: LocalClient<AgentContract>;
  readonly accessLog: string[];
  /** An invitation for a device, as text. */
  invitation(domains?: readonly string[]): Promise<string>;
  enroll(): Promise<{ readonly uid: string; readonly serial: string }>;
  /** The first state for which the claim holds. */
  until(claim: (state: AgentState) => boolean): Promise<AgentState>;
  /** Where a service is reached on this machine. */
  addressOf(name: string): Promise<{ readonly host: string; readonly port: number }>;
  /** Stops the EMS, waits while `meanwhile` runs, and starts it again with the same data at the same ports. */
  restartEms(meanwhile?: () => Promise<void>): Promise<void>;
  restartGateway(): Promise<void>;
  restartDaemon(): Promise<void>;
}

/** The rule behind the tag `managed`. */
export const markerRule = (marker: string) => ({
  id: 1,
  os: 'linux' as const,
  type: 'file' as const,
  negated: false,
  path: marker,
  title: 'This is a managed machine',
  remedy: 'Run the company set-up.',
});

/** Starts everything; the agent is not enrolled yet. The tag `managed` hangs on the marker file, which is there. */
export async function wholeWorld(
  services: readonly Service[],
  platform: Partial<Platform> = {},
  over: {
    /** Of the EMS. */
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly emsClock?: Clock;
    readonly gatewayClock?: Clock;
    /** Of gateway and agent. */
    readonly beatTimeoutMs?: number;
  } = {},
): Promise<WholeWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-path-'));
  const marker = path.join(directory, 'managed');
  const hosts = path.join(directory, 'hosts');
  await writeFile(marker, '');
  await writeFile(hosts, '127.0.0.1 localhost\n');
  const emsDirectory = path.join(directory, 'ems');
  const openEms = (at: Readonly<Record<string, unknown>> = {}) =>
    runningEms({
      directory: emsDirectory,
      settings: { keepaliveMs: 1_000, ...over.settings, ...at },
      ...(over.emsClock === undefined ? {} : { clock: over.emsClock }),
    });
  let ems = await openEms();
  const dns = await startDnsServer(
    Object.fromEntries(services.map(({ name }) => [`${name}.corp.test`, ['127.0.0.1']])),
  );
  const accessLog: string[] = [];

  const gatewayData = path.join(directory, 'gateway');
  const configFile = path.join(directory, 'gateway.yaml');
  const port = await freePort('127.0.0.1');
  await writeFile(configFile, gatewayFile(services, port, dns.address));
  const invitation = await invite('gateway');
  const approving = approveWhenPending();
  await join(
    { invitation: readInvitation(invitation), directory: gatewayData, version: 'test', onPending: () => undefined },
    AbortSignal.timeout(20_000),
  );
  await approving;

  await ems.admin.call('putRule', { rule: markerRule(marker) });
  const logic = { linux: { op: 'and' as const, rules: [{ id: 1 }] } };
  await ems.admin.call('putRuleSet', {
    ruleSet: { id: 1, name: 'Managed', enabled: true, tag: 'managed', message: 'Only company machines get in.', logic },
  });

  async function invite(role: 'device' | 'gateway', domains: readonly string[] = []): Promise<string> {
    const answer = await ems.admin.call('invite', {
      role,
      site: siteName.parse('default'),
      domains: [...domains],
      uses: 1,
      expiresInMs: 60_000,
      note: '',
    });
    return answer.invitation;
  }

  async function approveWhenPending(): Promise<void> {
    for (;;) {
      const { gateways } = await ems.admin.call('gateways', {});
      const [waiting] = gateways;
      if (waiting !== undefined) {
        await ems.admin.call('approveGateway', {
          id: waiting.id,
          names: ['gw.corp.test'],
          sites: [siteName.parse('default')],
        });
        return;
      }
      await pause(10);
    }
  }

  const beats = over.beatTimeoutMs === undefined ? {} : { beatTimeoutMs: over.beatTimeoutMs };
  const openGateway = () =>
    startGateway({
      configFile,
      dataDirectory: gatewayData,
      adminSocket: path.join(directory, 'run', 'gateway.sock'),
      version: 'test',
      accessLog: (line) => accessLog.push(line),
      log: silentLog,
      ...(over.gatewayClock === undefined ? {} : { clock: over.gatewayClock }),
      ...beats,
    });

  const openDaemon = async () => {
    const daemon = await startDaemon({
      config: daemonConfig.parse({
        dataDirectory: path.join(directory, 'agent'),
        socket: path.join(directory, 'run', 'agent.sock'),
        hostsFile: hosts,
        browserPolicyRoot: path.join(directory, 'root'),
        loopbackRange: '127.236.0.0/16',
        warmConnections: 2,
      }),
      platform: { ...platformFor(process.platform), ...platform },
      log: silentLog,
      logRing: makeLogRing({ write: () => undefined }),
      ...beats,
    });
    return { daemon, agent: await connectLocal(agentContract, daemon.socket) };
  };

  const world: WholeWorld = {
    ems,
    dns,
    directory,
    marker,
    hosts,
    accessLog,
    gateway: await openGateway(),
    ...(await openDaemon()),
    invitation: (domains = ['corp.test']) => invite('device', domains),
    async enroll() {
      const text = await world.invitation();
      const { fabricCa } = await world.agent.call('inspectInvitation', { invitation: text });
      const answer = await world.agent.call('enroll', { invitation: text, consent: { fabricCa } });
      await published();
      return answer;
    },
    async until(claim) {
      for await (const state of world.agent.events('state', AbortSignal.timeout(15_000)))
        if (claim(state)) return state;
      throw new Error('the daemon ended first');
    },
    async addressOf(name) {
      const state = await world.until((each) =>
        each.destinations.some((one) => one.destination.name === name && one.state.kind === 'published'),
      );
      const found = state.destinations.find((one) => one.destination.name === name)?.state;
      if (found?.kind !== 'published') throw new Error(`${name} is not published`);
      return { host: found.address, port: found.port };
    },
    async restartEms(meanwhile = async () => undefined) {
      const { agent, gateway, public: open } = world.ems.running.ports;
      await world.ems.stop();
      await meanwhile();
      const at = (port: number) => ({ host: '127.0.0.1', port });
      ems = await openEms({ agent: at(agent), gateway: at(gateway), public: at(open) });
      world.ems = ems;
    },
    async restartGateway() {
      await world.gateway[Symbol.asyncDispose]();
      world.gateway = await openGateway();
    },
    async restartDaemon() {
      await world.agent[Symbol.asyncDispose]();
      await world.daemon[Symbol.asyncDispose]();
      Object.assign(world, await openDaemon());
    },
    async [Symbol.asyncDispose]() {
      await world.agent[Symbol.asyncDispose]();
      await world.daemon[Symbol.asyncDispose]();
      await world.gateway[Symbol.asyncDispose]();
      await dns[Symbol.asyncDispose]();
      await world.ems[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };

  /** The gateway has told the EMS what it serves; everybody with the tag may see it. */
  async function published(): Promise<void> {
    for (;;) {
      const { destinations } = await ems.admin.call('destinations', {});
      if (destinations.length === services.length) break;
      await pause(10);
    }
    for (const { name } of services)
      await ems.admin.call('showDestinationTo', { name, tags: ['managed'], publish: true });
  }
  return world;
}

/** The lines of the hosts file that are ours. */
export async function ourHostsLines(world: WholeWorld): Promise<readonly string[]> {
  const text = await readFile(world.hosts, 'utf8');
  return text.split('\n').filter((line) => line.startsWith('127.236.'));
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function gatewayFile(services: readonly Service[], port: number, resolver: string): string {
  const destinations = services.map(
    ({ name, port: mapped, kind }) =>
      `  - {name: ${name}, address: ${name}.corp.test, mappedport: ${mapped}, kind: ${kind ?? 'tcp'}, allow-addresses: [127.0.0.0/8]}`,
  );
  return `traffic-forward-proxy: {listen: '127.0.0.1:${port}', addresses: ['127.0.0.1:${port}']}
ztna-destination:
${destinations.join('\n')}
policy:
  - {name: staff, action: accept, ztna-destination: all, ztna-ems-tag: [managed]}
resolver: {servers: ['${resolver}']}
metrics: disable
`;
}
