// Where the cells beyond the gateway happen: the real EMS, gateway and agent, with relays between that can fall silent.

import { once } from 'node:events';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { join } from '../../../gateway/join/join.ts';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { gatewayId, siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import { freePort } from '../../doubles/free-port.ts';
import { type MovedClock, movedClock } from '../../doubles/moved-clock.ts';
import { type Origin, pour, startOrigin } from '../../doubles/origin.ts';
import { type Relay, startRelay } from '../../doubles/relay.ts';
import type { TestDevice } from '../../doubles/running-ems.ts';
import { savedOf } from '../../doubles/saved-of.ts';
import { markerRule, type WholeWorld, wholeWorld } from '../../doubles/whole-world.ts';

export const minuteMs = 60_000;

export interface RealStage extends AsyncDisposable {
  readonly world: WholeWorld;
  readonly origin: Origin;
  readonly emsClock: MovedClock;
  readonly gatewayClock: MovedClock;
  /** Between the agent and the EMS. */
  readonly agentRelay: Relay;
  /** Between the gateway and the EMS. */
  readonly gatewayRelay: Relay;
  /** A device that the database of before knows already. */
  readonly early: TestDevice;
  /** Present: the device gets the tag `infected`. */
  readonly infection: string;
  /** Loads the gateway's file with parts of its text replaced. */
  configure(replace: Readonly<Record<string, string>>): Promise<void>;
  gatewayAdmin<T>(ask: (admin: LocalClient<typeof gatewayAdminContract>) => Promise<T>): Promise<T>;
  /** Uid, certificate and key of the agent. */
  identity(): Promise<{ readonly uid: string; readonly serial: string; readonly cert: string; readonly key: string }>;
  /** The EMS with a database of before the device enrolled. */
  restoreEms(): Promise<void>;
  /** A new identity for the gateway. */
  rejoin(): Promise<void>;
  /** Everything as it was at first, the device enrolled and its service reachable. */
  putRight(): Promise<void>;
}

const wall = { offlineAfterMs: 40 * minuteMs, tagsAfterMs: 50 * minuteMs, sweepMs: 50, beatIntervalMs: 200 };
export const { offlineAfterMs, tagsAfterMs } = wall;

export async function openRealStage(over: { readonly beatTimeoutMs?: number } = {}): Promise<RealStage> {
  await using opening = new AsyncDisposableStack();
  const origin = opening.use(await startOrigin(pour));
  const ports = { agent: await freePort('127.0.0.1'), gateway: await freePort('127.0.0.1') };
  const agentRelay = opening.use(await startRelay(ports.agent));
  const gatewayRelay = opening.use(await startRelay(ports.gateway));
  const emsClock = movedClock();
  const gatewayClock = movedClock();
  const settings = {
    ...wall,
    agent: { host: '127.0.0.1', port: ports.agent },
    gateway: { host: '127.0.0.1', port: ports.gateway },
    agentAddress: `localhost:${agentRelay.port}`,
    gatewayAddress: `localhost:${gatewayRelay.port}`,
  };
  const services = [{ name: 'pour', port: origin.port }];
  const world = opening.use(await wholeWorld(services, {}, { settings, emsClock, gatewayClock, ...over }));
  const { admin } = world.ems;
  const infection = path.join(world.directory, 'infected');
  const file = path.join(world.directory, 'gateway.yaml');
  const database = path.join(world.directory, 'ems', 'data', 'ems.sqlite');
  const rule = {
    id: 2,
    os: 'linux',
    type: 'file',
    negated: false,
    path: infection,
    title: 'Sick',
    remedy: '',
  } as const;
  await admin.call('putRule', { rule });
  const logic = { linux: { op: 'and' as const, rules: [{ id: 2 }] } };
  const sick = { id: 2, name: 'Infected', enabled: true, tag: 'infected', message: '', logic };
  await admin.call('putRuleSet', { ruleSet: sick });
  await world.enroll();
  // Seen whatever its tags: only the gateway ends what it carries.
  await admin.call('showDestinationTo', { name: 'pour', tags: ['*'], publish: true });
  const good = `${await readFile(file, 'utf8')}endpoint-control: {out-of-sync-threshold: 3600}\n`;
  await world.agent.call('unenroll', {});
  const early = await world.ems.enroll();
  await world.restartEms(async () => await cp(database, `${database}.before`));

  async function configure(replace: Readonly<Record<string, string>>): Promise<void> {
    let text = good;
    for (const [from, to] of Object.entries(replace)) text = text.replace(from, to);
    await writeFile(file, text);
    await world.gateway.reload();
  }

  async function restoreEms(): Promise<void> {
    await world.restartEms(async () => {
      for (const rest of ['-wal', '-shm']) await rm(database + rest, { force: true });
      await cp(`${database}.before`, database);
    });
  }

  async function identity() {
    const { identity: found } = (await savedOf(path.join(world.directory, 'agent'))).current;
    if (found === null) throw new Error('the agent is not enrolled');
    return { uid: found.uid, serial: found.serial, cert: found.certificate, key: found.key };
  }

  /** Whether the service answers through the agent now. */
  async function answers(): Promise<boolean> {
    const socket = net.connect(await world.addressOf('pour'));
    const isThere = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    return isThere;
  }

  async function putRight(): Promise<void> {
    agentRelay.thaw();
    gatewayRelay.thaw();
    for (const clock of [emsClock, gatewayClock]) clock.setWall(Date.now() - clock.now());
    await writeFile(world.marker, '');
    await rm(infection, { force: true });
    await world.ems.admin.call('putRule', { rule: markerRule(world.marker) });
    await configure({});
    for await (const { enrollment } of world.agent.events('state', AbortSignal.timeout(10_000))) {
      if (enrollment.kind === 'enrolled' || enrollment.kind === 'withdrawn')
        await world.agent.call('unenroll', {}).catch(() => undefined);
      break;
    }
    const text = await world.invitation();
    await world.agent.call('enroll', { invitation: text, consent: { fabricCa: readInvitation(text).ca } });
    while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async function rejoin(): Promise<void> {
    const site = siteName.parse('default');
    const wanted = { role: 'gateway' as const, site, domains: [], uses: 1, expiresInMs: minuteMs, note: '' };
    const text = (await world.ems.admin.call('invite', wanted)).invitation;
    const directory = path.join(world.directory, 'gateway');
    await rm(directory, { recursive: true, force: true });
    await join(
      {
        invitation: readInvitation(text),
        directory,
        version: 'test',
        onPending: (id) => {
          const approval = { id: gatewayId.parse(id), names: ['gw.corp.test'], sites: [site] };
          void world.ems.admin.call('approveGateway', approval);
        },
      },
      AbortSignal.timeout(20_000),
    );
    await world.restartGateway();
  }

  const stack = opening.move();
  return {
    world,
    origin,
    emsClock,
    gatewayClock,
    agentRelay,
    gatewayRelay,
    early,
    infection,
    configure,
    async gatewayAdmin(ask) {
      await using client = await connectLocal(gatewayAdminContract, path.join(world.directory, 'run', 'gateway.sock'));
      return await ask(client);
    },
    identity,
    restoreEms,
    rejoin,
    putRight,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
