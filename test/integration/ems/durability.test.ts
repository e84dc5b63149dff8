// The program as it is started: killed without warning, and started on what it left.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { agentRoutes } from '../../../shared/ems/agent-routes.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import { routeClient } from '../../../shared/node/route-client.ts';
import { fetchFabricCa } from '../../../shared/node/tls/fabric-ca.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { nextUid, runningEms, testInventory } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

const program = path.resolve(import.meta.dirname, '../../../ems/main.ts');
const free = { host: '127.0.0.1', port: 0 };

interface Child extends AsyncDisposable {
  readonly admin: LocalClient<typeof emsAdminContract>;
  /** Ends it with a signal; the exit status, or null where it had no say. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** The EMS as a process of its own, up when its admin socket answers. */
async function startProgram(directory: string): Promise<Child> {
  const file = path.join(directory, 'ems.json');
  const adminSocket = path.join(directory, 'run', 'admin.sock');
  const database = await testStore().settingsFor(directory);
  const settings = { agent: free, gateway: free, public: free, serverNames: ['localhost'], database };
  await writeFile(file, JSON.stringify(settings));
  const child = spawn(
    process.execPath,
    [program, '--config', file, '--data', path.join(directory, 'data'), '--admin-socket', adminSocket],
    { stdio: 'ignore', env: { LC_ALL: 'C' } },
  );
  const gone = once(child, 'exit');
  let admin: LocalClient<typeof emsAdminContract> | null = null;
  while (admin === null) {
    assert.equal(child.exitCode, null);
    admin = await connectLocal(emsAdminContract, adminSocket).catch(() => null);
    if (admin === null) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const connected = admin;
  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    child.kill(signal);
    await gone;
    await connected[Symbol.asyncDispose]();
    return child.exitCode;
  }
  return {
    admin: connected,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-ems-'));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test('killed in the middle of many enrolments, the EMS knows every device that got its certificate', async () => {
  await inDirectory(async (directory) => {
    const answered: string[] = [];
    let before: { readonly epoch: string; readonly fabricCa: string };
    {
      await using child = await startProgram(directory);
      const status = await child.admin.call('status', {});
      before = status;
      const server = status.listeners.agent ?? '';
      const ca = await fetchFabricCa({ server, sha256: status.fabricCa });
      const { invitation } = await child.admin.call('invite', {
        role: 'device',
        site: siteName.parse('default'),
        domains: ['corp.test'],
        uses: 100,
        expiresInMs: 60_000,
        note: '',
      });
      const { code } = readInvitation(invitation);
      await using client = routeClient(agentRoutes, { origin: `https://${server}`, tls: { ca } });
      const enrolments = Array.from({ length: 20 }, async () => {
        const uid = nextUid();
        const csr = await makeCsr(await newKeyPair('p256'), uid);
        await client.call('enroll', { body: { code, csr, uid, inventory: testInventory } });
        answered.push(uid);
        if (answered.length === 5) await child.end('SIGKILL');
      });
      await Promise.allSettled(enrolments);
    }
    assert.ok(answered.length >= 5);
    await using again = await startProgram(directory);
    const { endpoints } = await again.admin.call('endpoints', {});
    const known = new Set<string>(endpoints.map((each) => each.uid));
    for (const uid of answered) assert.ok(known.has(uid), uid);
    const { invitations } = await again.admin.call('invitations', {});
    assert.equal(invitations[0]?.used, endpoints.length);
    const { entries } = await again.admin.call('audit', { limit: 1_000 });
    assert.equal(entries.filter((entry) => entry.action === 'enroll').length, endpoints.length);
    const after = await again.admin.call('status', {});
    assert.deepEqual([after.epoch, after.fabricCa], [before.epoch, before.fabricCa]);
  });
});

test('told to stop, the program ends with status 0 and leaves no socket', async () => {
  await inDirectory(async (directory) => {
    await using child = await startProgram(directory);
    assert.match((await child.admin.call('status', {})).emsId, /^ems_/);
    assert.equal(await child.end('SIGTERM'), 0);
    await assert.rejects(stat(path.join(directory, 'run', 'admin.sock')), { code: 'ENOENT' });
  });
});

test('a database of a newer release is refused and left as it is', async () => {
  await inDirectory(async (directory) => {
    const first = await runningEms({ directory });
    await first.stop();
    const store = testStore();
    const known = 'select name from kysely_migration order by name';
    const before = await store.query(directory, known);
    const later = "insert into kysely_migration (name, timestamp) values ('9999-of-the-future', '2099-01-01')";
    await store.query(directory, later);
    await assert.rejects(runningEms({ directory }), (error) => hasCode(error, 'database-newer'));
    assert.equal((await store.query(directory, known)).length, before.length + 1);
  });
});

test('a database without its mark, or with that of another life, begins a new epoch', async () => {
  await inDirectory(async (directory) => {
    const mark = path.join(directory, 'data', 'epoch.json');
    const epochOf = async () => {
      await using ems = await runningEms({ directory });
      return (await ems.admin.call('status', {})).epoch;
    };
    const first = await epochOf();
    assert.equal(await epochOf(), first);
    await rm(mark);
    const second = await epochOf();
    assert.notEqual(second, first);
    await writeFile(mark, JSON.stringify({ epoch: first, revision: 1 }));
    const third = await epochOf();
    assert.ok(third !== first && third !== second);
  });
});
