// A real EMS on free ports in a directory of its own, with what tests ask of it.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import { config } from '../../ems/config.ts';
import { type RunningEms, startEms } from '../../ems/start.ts';
import type { Clock } from '../../shared/clock.ts';
import { type EmsAdminContract, emsAdminContract } from '../../shared/ems/admin-contract.ts';
import { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import type { Inventory } from '../../shared/ems/inventory.ts';
import { type DeviceId, deviceId, siteName } from '../../shared/ids.ts';
import { readInvitation } from '../../shared/node/invitation.ts';
import { connectLocal, type LocalClient } from '../../shared/node/local-socket/client.ts';
import { makeLog } from '../../shared/node/log-sink.ts';
import { type RouteClient, routeClient } from '../../shared/node/route-client.ts';
import { fetchFabricCa } from '../../shared/node/tls/fabric-ca.ts';
import { makeCsr } from '../../shared/node/x509/csr.ts';
import { type KeyPair, newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';
import { freePort } from './free-port.ts';
import { testStore } from './stores.ts';

/** An enrolled device, without an agent around it. */
export interface TestDevice {
  readonly uid: DeviceId;
  readonly keys: KeyPair;
  readonly cert: string;
  readonly key: string;
  readonly serial: string;
}

export interface TestEms extends AsyncDisposable {
  readonly running: RunningEms;
  readonly directory: string;
  /** Lines of its log, as written. */
  readonly log: readonly string[];
  readonly admin: LocalClient<EmsAdminContract>;
  /** The fabric CA, in PEM. */
  readonly ca: string;
  agentClient(identity?: { readonly cert: string; readonly key: string }): RouteClient<typeof agentRoutes>;
  gatewayClient(identity?: { readonly cert: string; readonly key: string }): RouteClient<typeof gatewayRoutes>;
  /** A device invitation's code; what is given replaces the defaults. */
  code(wanted?: Partial<WantedInvitation>): Promise<string>;
  enroll(uid?: DeviceId): Promise<TestDevice>;
  /** A gateway that has joined and been approved. */
  approvedGateway(
    names?: readonly string[],
  ): Promise<{ readonly id: string; readonly cert: string; readonly key: string }>;
  stop(): Promise<void>;
}

type WantedInvitation = z.input<(typeof emsAdminContract)['commands']['invite']['params']>;

export const testInventory: Inventory = {
  hostname: 'laptop',
  os: 'linux',
  osVersion: 'Debian GNU/Linux 12',
  agentVersion: '0.1.0',
  users: [],
  serialNumber: null,
  interfaces: [],
};

let lastUid = 0;

/** A uid that no other test uses. */
export function nextUid(): DeviceId {
  lastUid += 1;
  return deviceId.parse(
    `${process.pid.toString(16)}${lastUid.toString(16).padStart(8, '0')}`.toUpperCase().padStart(32, 'A'),
  );
}

/** Starts an EMS; give the directory of an earlier one to start it again. */
export async function runningEms(
  options: {
    readonly directory?: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly clock?: Clock;
  } = {},
): Promise<TestEms> {
  const directory = options.directory ?? (await mkdtemp(path.join(os.tmpdir(), 'stile-ems-')));
  const log: string[] = [];
  // Not just any: one that starts again must find its ports free.
  const free = async () => ({ host: '127.0.0.1', port: await freePort('127.0.0.1') });
  const running = await startEms({
    config: config.parse({
      dataDirectory: path.join(directory, 'data'),
      adminSocket: path.join(directory, 'run', 'admin.sock'),
      database: await testStore().settingsFor(directory),
      serverNames: ['localhost', '127.0.0.1'],
      agent: await free(),
      gateway: await free(),
      public: await free(),
      console: await free(),
      ...options.settings,
    }),
    log: makeLog({ program: 'ems', level: 'debug', destination: { write: (line) => void log.push(line) } }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  }).catch(async (error: unknown) => {
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    throw error;
  });
  const admin = await connectLocal(emsAdminContract, running.adminSocket);
  const { fabricCa } = await admin.call('status', {});
  const ca = await fetchFabricCa({ server: `localhost:${running.ports.agent}`, sha256: fabricCa });
  const agentClient = (identity = {}) =>
    routeClient(agentRoutes, { origin: `https://localhost:${running.ports.agent}`, tls: { ca, ...identity } });
  const gatewayClient = (identity = {}) =>
    routeClient(gatewayRoutes, { origin: `https://localhost:${running.ports.gateway}`, tls: { ca, ...identity } });

  async function code(wanted: Partial<WantedInvitation> = {}): Promise<string> {
    const { invitation } = await admin.call('invite', {
      role: 'device',
      site: siteName.parse('default'),
      domains: ['corp.test'],
      uses: 1,
      expiresInMs: 60_000,
      note: '',
      ...wanted,
    });
    return readInvitation(invitation).code;
  }

  async function stop(): Promise<void> {
    await admin[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  }

  return {
    running,
    directory,
    log,
    admin,
    ca,
    agentClient,
    gatewayClient,
    code,
    stop,
    async enroll(uid = nextUid()) {
      await using client = agentClient();
      const keys = await newKeyPair('p256');
      const body = { code: await code(), csr: await makeCsr(keys, uid), uid, inventory: testInventory };
      const { certificate, serial } = await client.call('enroll', { body });
      return { uid, keys, cert: certificate, key: privateKeyPem(keys), serial };
    },
    async approvedGateway(names = ['gw.corp.test']) {
      await using client = gatewayClient();
      const keys = await newKeyPair('p256');
      const body = {
        code: await code({ role: 'gateway', domains: [] }),
        csr: await makeCsr(keys, 'gateway'),
        version: 'test',
      };
      const { gatewayId } = await client.call('join', { body });
      await admin.call('approveGateway', { id: gatewayId, names: [...names], sites: [siteName.parse('default')] });
      const answer = await client.call('join', { body });
      if (answer.state !== 'approved') throw new Error('the gateway was not approved');
      return { id: gatewayId, cert: answer.certificate, key: privateKeyPem(keys) };
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
