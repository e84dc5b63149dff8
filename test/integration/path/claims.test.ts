// Each program alone with its data: a second one is refused, whichever socket and ports it would use.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { config as daemonConfig } from '../../../daemon/config.ts';
import { makeLogRing } from '../../../daemon/log-ring.ts';
import { startDaemon } from '../../../daemon/start.ts';
import { config as emsConfig } from '../../../ems/config.ts';
import { startEms } from '../../../ems/start.ts';
import { join } from '../../../gateway/join/join.ts';
import { startGateway } from '../../../gateway/start.ts';
import { platformFor } from '../../../native/platform.ts';
import { invitation } from '../../../shared/invitation/invitation.ts';
import { silentLog } from '../../../shared/log.ts';
import { claimDirectory } from '../../../shared/node/claim-directory.ts';
import { wholeWorld } from '../../doubles/whole-world.ts';

const anyPort = { host: '127.0.0.1', port: 0 };

/** Starting each program with its data in `data` and all its sockets in `elsewhere`. */
const starts: Readonly<Record<string, (data: string, elsewhere: string) => Promise<AsyncDisposable>>> = {
  agent: (dataDirectory, elsewhere) =>
    startDaemon({
      config: daemonConfig.parse({
        dataDirectory,
        socket: path.join(elsewhere, 'agent.sock'),
        hostsFile: path.join(elsewhere, 'hosts'),
      }),
      platform: platformFor(process.platform),
      log: silentLog,
      logRing: makeLogRing({ write: () => undefined }),
    }),
  EMS: (dataDirectory, elsewhere) =>
    startEms({
      config: emsConfig.parse({
        dataDirectory,
        adminSocket: path.join(elsewhere, 'ems.sock'),
        agent: anyPort,
        gateway: anyPort,
        public: anyPort,
        console: anyPort,
      }),
      log: silentLog,
    }),
  gateway: (dataDirectory, elsewhere) =>
    startGateway({
      configFile: path.join(elsewhere, 'gateway.yaml'),
      dataDirectory,
      adminSocket: null,
      version: 'test',
      accessLog: null,
      log: silentLog,
    }),
};

describe('a second program with the same data is refused before it changes anything:', () => {
  for (const [name, start] of Object.entries(starts))
    test(name, async () => {
      await using there = await scratch();
      using _ = await claimDirectory(there.data);
      await assert.rejects(start(there.data, there.elsewhere), { code: 'directory-busy' });
    });

  test('joining as a gateway', async () => {
    await using there = await scratch();
    using _ = await claimDirectory(there.data);
    const asked = invitation.parse({
      v: 1,
      role: 'gateway',
      ems: '127.0.0.1:1',
      site: 'default',
      code: `${'A'.repeat(25)}Q`,
      ca: 'ab'.repeat(32),
      domains: [],
      needs: [],
    });
    const options = { invitation: asked, directory: there.data, version: 'test', onPending: () => undefined };
    const joining = join(options, AbortSignal.timeout(10_000));
    await assert.rejects(joining, { code: 'directory-busy' });
  });
});

test('each program holds its data while it runs, and gives it back at its end', async () => {
  await using world = await wholeWorld([{ name: 'crm', port: 9 }]);
  const held = {
    agent: path.join(world.directory, 'agent'),
    EMS: path.join(world.ems.directory, 'data'),
    gateway: path.join(world.directory, 'gateway'),
  };
  for (const [name, directory] of Object.entries(held))
    await assert.rejects(claimDirectory(directory), { code: 'directory-busy' }, name);
  await world.restartDaemon();
  await world.restartGateway();
  await world.restartEms();
});

async function scratch() {
  const top = await mkdtemp(path.join(os.tmpdir(), 'stile-claims-'));
  return {
    data: path.join(top, 'data'),
    elsewhere: path.join(top, 'run'),
    [Symbol.asyncDispose]: () => rm(top, { recursive: true, force: true }),
  };
}
