// The EMS as it is started: a process of its own that can be killed without warning.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { type EmsAdminContract, emsAdminContract } from '../../shared/ems/admin-contract.ts';
import { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { connectLocal, type LocalClient } from '../../shared/node/local-socket/client.ts';
import { type RouteClient, routeClient } from '../../shared/node/route-client.ts';
import { fetchFabricCa } from '../../shared/node/tls/fabric-ca.ts';
import { compiled } from './compiled.ts';
import { testStore } from './stores.ts';

const program = path.resolve(import.meta.dirname, '../../ems/main.ts');

export interface EmsProgram extends AsyncDisposable {
  readonly admin: LocalClient<EmsAdminContract>;
  readonly agents: RouteClient<typeof agentRoutes>;
  /** Where it listens. */
  readonly ports: { readonly agent: number; readonly gateway: number };
  /** Ends it and gives what it ended with: status, signal. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<readonly unknown[]>;
}

/** Starts it on a directory, and on the database of the test file unless the settings name another; up when this resolves. */
export async function startEmsProgram(
  directory: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<EmsProgram> {
  await using opening = new AsyncDisposableStack();
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, 'ems.json');
  const free = { host: '127.0.0.1', port: 0 };
  const database = settings.database ?? (await testStore().settingsFor(directory));
  const all = {
    serverNames: ['localhost'],
    agent: free,
    gateway: free,
    public: free,
    console: free,
    ...settings,
    database,
  };
  await writeFile(file, JSON.stringify(all));
  const socket = path.join(directory, 'run', 'admin.sock');
  const child = spawn(
    process.execPath,
    [program, '--config', file, '--data', path.join(directory, 'data'), '--admin-socket', socket],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...compiled, LC_ALL: 'C' } },
  );
  const exited = once(child, 'exit');
  opening.defer(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => line.includes('the EMS is up') && resolve());
    lines.on('close', () => reject(new Error('the program ended before it was up')));
  });
  const admin = opening.use(await connectLocal(emsAdminContract, socket));
  const { listeners, fabricCa } = await admin.call('status', {});
  const server = listeners.agent ?? '';
  const ca = await fetchFabricCa({ server, sha256: fabricCa });
  const agents = opening.use(routeClient(agentRoutes, { origin: `https://${server}`, tls: { ca } }));
  const portOf = (address = ''): number => Number(address.slice(address.lastIndexOf(':') + 1));
  const owned = opening.move();
  return {
    admin,
    agents,
    ports: { agent: portOf(listeners.agent), gateway: portOf(listeners.gateway) },
    async end(signal) {
      child.kill(signal);
      return await exited;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
