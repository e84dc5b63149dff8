// Our own tunnel as people run it: an EMS, a gateway that joined, an agent that enrolled, each a program of its own.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { waitFor } from '../../../build/demo/stage/wait-for.ts';
import { type WatchedAgent, watchAgent } from '../../../build/demo/stage/watch-agent.ts';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import { type EmsAdminContract, emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { siteName } from '../../../shared/ids.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import type { Contract } from '../../../shared/wire/define-contract.ts';
import { type Service, serviceNames, services } from '../lab/services.ts';
import {
  agentFile,
  emsFile,
  everyDevice,
  gatewayFile,
  gatewayName,
  type StilePlaces,
  stilePlaces,
  stilePorts,
} from './stile-files.ts';
import type { Entrance, Site, TunnelPlan } from './tunnel-plan.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const site = siteName.parse('default');
const anHourMs = 3_600_000;

type Ems = LocalClient<EmsAdminContract>;

export const stile: TunnelPlan = {
  name: 'stile',
  title: 'Stile',
  async start(world) {
    const places = stilePlaces(world.folder);
    writeFiles(places, world.network.addresses.server);
    await world.serve('server', {
      name: 'ems',
      argv: node('ems/main.ts', '--config', places.files.ems),
      isReady: serves(emsAdminContract, places.sockets.ems),
    });
    const starting = world.serve('client', {
      name: 'agent',
      argv: node('daemon/main.ts', '--config', places.files.agent),
      isReady: serves(agentContract, places.sockets.agent),
    });
    // It is awaited once there is a gateway; until then nobody would hear of its failure.
    starting.catch(() => undefined);
    await using ems = await connectLocal(emsAdminContract, places.sockets.ems, { signal: world.signal });
    const gateway = await startGateway(world, places, ems);
    const agent = await starting;
    await using watched = await watchAgent(places.sockets.agent, world.signal);
    await enroll(world, ems, watched);
    const found = await watched.until('the destinations', ({ destinations }) => {
      const ready = new Map<number, Entrance>();
      for (const { destination, state } of destinations)
        if (state.kind === 'published') ready.set(destination.port, { address: state.address, port: state.port });
      return ready.size === serviceNames.length ? ready : null;
    });
    return { entrance: entranceIn(found), ends: { client: [agent], server: [gateway] } };
  },
};

function writeFiles(places: StilePlaces, address: string): void {
  for (const folder of Object.values(places.data)) mkdirSync(folder, { mode: 0o700 });
  writeFileSync(places.hosts, '127.0.0.1 localhost\n');
  writeFileSync(places.files.ems, emsFile(places, address), { mode: 0o600 });
  writeFileSync(places.files.gateway, gatewayFile(places, address), { mode: 0o600 });
  writeFileSync(places.files.agent, agentFile(places), { mode: 0o600 });
}

async function startGateway(world: Site, places: StilePlaces, ems: Ems): Promise<number> {
  const { invitation } = await ems.call('invite', { role: 'gateway', domains: [], ...invitationTerms });
  const joining = world.run('server', {
    name: 'gateway-join',
    argv: node('gateway/main.ts', 'join', '-', '--data', places.data.gateway),
    input: invitation,
  });
  joining.catch(() => undefined);
  const pending = await waitFor(world.signal, 'the gateway to ask', async () => {
    const { gateways } = await ems.call('gateways', {});
    return gateways.find(({ state }) => state === 'pending') ?? null;
  });
  await ems.call('approveGateway', { id: pending.id, names: [gatewayName], sites: [site] });
  await joining;
  const gateway = await world.serve('server', {
    name: 'gateway',
    argv: [
      ...node('gateway/main.ts', 'run', '--config', places.files.gateway, '--data', places.data.gateway),
      ...['--admin-socket', places.sockets.gateway],
    ],
    ports: [stilePorts.proxy],
    isReady: serves(gatewayAdminContract, places.sockets.gateway),
  });
  await waitFor(world.signal, 'the gateway to publish its destinations', async () => {
    const { destinations } = await ems.call('destinations', {});
    return destinations.length === serviceNames.length ? true : null;
  });
  for (const name of serviceNames) await ems.call('showDestinationTo', { name, tags: [everyDevice], publish: false });
  return gateway;
}

async function enroll(world: Site, ems: Ems, { client }: WatchedAgent): Promise<void> {
  const { invitation } = await ems.call('invite', { role: 'device', domains: ['bench.test'], ...invitationTerms });
  const { fabricCa } = await client.call('inspectInvitation', { invitation }, world.signal);
  await client.call('enroll', { invitation, consent: { fabricCa } }, world.signal);
}

const invitationTerms = { site, uses: 1, expiresInMs: anHourMs, note: 'benchmark' } as const;

function entranceIn(found: ReadonlyMap<number, Entrance>): (service: Service) => Entrance {
  return (service) => {
    const entrance = found.get(services[service]);
    if (entrance === undefined) throw new RangeError(`the agent has no destination ${service}`);
    return entrance;
  };
}

function node(program: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, path.join(root, program), ...args];
}

function serves(contract: Contract, socket: string): () => Promise<boolean> {
  return async () => {
    try {
      await using _client = await connectLocal(contract, socket, { timeoutMs: 2_000 });
      return true;
    } catch (error) {
      if (hasCode(error, 'socket-not-there')) return false;
      throw error;
    }
  };
}
