// The agent's data plane with its surroundings: an identity, users, and what it told the daemon.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startTunnels, type TunnelOptions, type Tunnels } from '../../../../daemon/tunnel/tunnels.ts';
import type { CarriedSession, DenialRecord, GatewayState } from '../../../../shared/agent/agent-state.ts';
import { type ProfileDestination, profileDestination } from '../../../../shared/ems/profile.ts';
import { silentLog } from '../../../../shared/log.ts';
import { systemClock } from '../../../../shared/node/system-clock.ts';
import type { Credentials, ThrowawayPki } from '../../../doubles/throwaway-pki.ts';

/** Local listeners of tests stand here; servers stand on 127.0.0.1 with the same ports. */
export const localAddress = '127.77.0.1';

export interface AgentSide extends AsyncDisposable {
  readonly tunnels: Tunnels;
  readonly denials: readonly DenialRecord[];
  readonly sessions: () => readonly CarriedSession[];
  readonly gateways: () => readonly GatewayState[];
  /** Listens for a destination. */
  publish(name: string, port: number, kind?: 'tcp' | 'http' | 'web'): Promise<AsyncDisposable>;
  /** Connects to what was published at that port. */
  connect(port: number): Promise<Socket>;
  /** Waits until what was told fits. */
  until(fits: () => boolean): Promise<void>;
}

export interface Surroundings extends Partial<TunnelOptions> {
  readonly pki: ThrowawayPki;
  readonly device: Credentials;
  /** The gateway's port on loopback. */
  readonly gatewayPort: number;
}

/** Starts with one gateway, an identity, and a user who may. */
export function startAgentSide({ pki, device, gatewayPort, ...changes }: Surroundings): AgentSide {
  const denials: DenialRecord[] = [];
  let sessions: readonly CarriedSession[] = [];
  let gateways: readonly GatewayState[] = [];
  const wakes = new Set<() => void>();
  const wake = () => {
    for (const each of wakes) each();
  };
  const tunnels = startTunnels({
    ownerOf: async () => ({ kind: 'known', uid: 1000, inode: 1 }),
    mayUse: async () => true,
    userName: async () => 'anna',
    explain: (denial) => [`It was refused with ${denial.code}.`, 'Ask <someone>.'],
    onReached: () => undefined,
    hold: () => null,
    onDenial: (record) => {
      denials.push(record);
      wake();
    },
    onSessions: (now) => {
      sessions = now;
      wake();
    },
    onGateways: (now) => {
      gateways = now;
      wake();
    },
    onCarried: () => undefined,
    onEnded: () => undefined,
    warmTarget: 2,
    poolIdleMs: () => 60_000,
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    ...changes,
  });
  tunnels.useIdentity({ ca: pki.fabric.certificatePem, cert: device.certificatePem, key: device.keyPem });
  tunnels.useGateways([{ id: pki.gatewayId, addresses: [`127.0.0.1:${gatewayPort}`], serverName: 'gw.corp.test' }]);
  const clients: Socket[] = [];
  return {
    tunnels,
    denials,
    sessions: () => sessions,
    gateways: () => gateways,
    async publish(name, port, kind = 'tcp') {
      const outcome = await tunnels.listen(destinationOf(pki, name, port, kind), localAddress);
      if (outcome.kind !== 'listening') throw new Error(`not listening: ${outcome.kind}`);
      return outcome.listener;
    },
    async connect(port) {
      const client = connect({ host: localAddress, port, noDelay: true, allowHalfOpen: true });
      clients.push(client);
      await once(client, 'connect');
      client.on('error', () => undefined);
      return client;
    },
    async until(fits) {
      while (!fits()) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wakes.add(resolve);
        await promise;
        wakes.delete(resolve);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await tunnels[Symbol.asyncDispose]();
    },
  };
}

export function destinationOf(
  pki: ThrowawayPki,
  host: string,
  port: number,
  kind: ProfileDestination['kind'] = 'tcp',
): ProfileDestination {
  const id = `dst_${'D'.repeat(26)}`;
  return profileDestination.parse({
    id,
    name: host,
    host,
    port,
    kind,
    gateways: [pki.gatewayId],
    publish: true,
    needs: [],
  });
}

/** Reads until so many bytes have come. */
export async function read(client: Socket, bytes: number): Promise<string> {
  let text = '';
  if (bytes === 0) return text;
  for await (const chunk of client.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.length >= bytes) break;
  }
  return text;
}

/** Reads to the end. */
export async function readAll(client: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const chunk of client) pieces.push(chunk);
  return Buffer.concat(pieces).toString();
}

/** How a connection closed: an error's code, or `clean`. */
export function endOf(client: Socket): Promise<string> {
  return new Promise((resolve) => {
    let code = 'clean';
    client.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? error.message;
    });
    client.on('close', () => resolve(code));
    client.resume();
  });
}
