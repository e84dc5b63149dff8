// The EMS and the gateway as programs of their own, in the place of those that the stage began with in its own process.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { gatewayAdminContract } from '../../../../shared/gateway/admin-contract.ts';
import { connectLocal } from '../../../../shared/node/local-socket/client.ts';
import { emsSettings } from './organisation.ts';
import { type Running, start } from './run.ts';
import type { Stage } from './stage.ts';

export interface Programs extends AsyncDisposable {
  /** Ends the one that runs and starts it again, with something else in its environment. */
  restart(program: 'gateway' | 'ems', env: Readonly<Record<string, string>>): Promise<void>;
  /** What `stile gateway status` shows, without its form. */
  gatewayStatus(): Promise<string>;
}

const root = path.join(import.meta.dirname, '../../../..');

export function ownPrograms({ directory, organisation }: Stage): Programs {
  const at = (name: string) => path.join(directory, name);
  const node = (file: string, ...args: readonly string[]) => [process.execPath, path.join(root, file), ...args];
  const socket = at('gateway.sock');
  const running: { gateway: Running | null; ems: Running | null } = { gateway: null, ems: null };
  const first = { gateway: () => organisation.gateway[Symbol.asyncDispose](), ems: () => organisation.ems.stop() };
  const argv = {
    gateway: node(
      'gateway/main.ts',
      'run',
      '--config',
      at('gateway.yaml'),
      '--data',
      at('gateway'),
      '--admin-socket',
      socket,
    ),
    ems: node('ems/main.ts', '--config', at('ems.json')),
  };
  const up = { gateway: 'the gateway listens', ems: 'the EMS is up' };

  async function end(program: 'gateway' | 'ems'): Promise<void> {
    const one = running[program];
    one?.child.kill('SIGTERM');
    await one?.ended;
  }

  return {
    async restart(program, env) {
      if (program === 'ems') await writeFile(at('ems.json'), JSON.stringify(emsFile(directory)));
      await (running[program] === null ? first[program]() : end(program));
      const started = start(argv[program], { env, limitMs: 200_000 });
      running[program] = started;
      await started.says(up[program]);
    },
    async gatewayStatus() {
      await using client = await connectLocal(gatewayAdminContract, socket);
      return JSON.stringify(await client.call('status', {}));
    },
    async [Symbol.asyncDispose]() {
      await end('gateway');
      await end('ems');
    },
  };
}

function emsFile(directory: string) {
  const ems = path.join(directory, 'ems');
  return { ...emsSettings, dataDirectory: path.join(ems, 'data'), adminSocket: path.join(ems, 'run/admin.sock') };
}
