import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { type EmsAdminContract, emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { agentRoutes } from '../../../shared/ems/agent-routes.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import { type RouteClient, routeClient } from '../../../shared/node/route-client.ts';
import { fetchFabricCa } from '../../../shared/node/tls/fabric-ca.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { nextUid, testInventory } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

const program = path.resolve(import.meta.dirname, '../../../ems/main.ts');

interface ProgramOfEms extends AsyncDisposable {
  readonly admin: LocalClient<EmsAdminContract>;
  readonly agents: RouteClient<typeof agentRoutes>;
  /** Ends it and gives what it ended with: status, signal. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<readonly unknown[]>;
}

/** The EMS as a process of its own. */
async function startProgram(directory: string): Promise<ProgramOfEms> {
  await using opening = new AsyncDisposableStack();
  const file = path.join(directory, 'ems.json');
  const free = { host: '127.0.0.1', port: 0 };
  const database = await testStore().settingsFor(directory);
  const settings = { serverNames: ['localhost'], agent: free, gateway: free, public: free, database };
  await writeFile(file, JSON.stringify(settings));
  const socket = path.join(directory, 'admin.sock');
  const child = spawn(
    process.execPath,
    [program, '--config', file, '--data', path.join(directory, 'data'), '--admin-socket', socket],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { LC_ALL: 'C' } },
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
  const status = await admin.call('status', {});
  const server = status.listeners.agent ?? '';
  const ca = await fetchFabricCa({ server, sha256: status.fabricCa });
  const agents = opening.use(routeClient(agentRoutes, { origin: `https://${server}`, tls: { ca } }));
  const owned = opening.move();
  return {
    admin,
    agents,
    async end(signal) {
      child.kill(signal);
      return await exited;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Asking {
  readonly code: string;
  readonly note: string;
  readonly uid: DeviceId;
  readonly csr: string;
}

async function asking(admin: LocalClient<EmsAdminContract>, note: string): Promise<Asking> {
  const { invitation } = await admin.call('invite', {
    role: 'device',
    site: siteName.parse('default'),
    domains: [],
    uses: 1,
    expiresInMs: 600_000,
    note,
  });
  const uid = nextUid();
  return { code: readInvitation(invitation).code, note, uid, csr: await makeCsr(await newKeyPair('p256'), uid) };
}

async function enroll(ems: ProgramOfEms, { code, uid, csr }: Asking): Promise<string> {
  return (await ems.agents.call('enroll', { body: { code, uid, csr, inventory: testInventory } })).serial;
}

test('killed under load, the EMS has every certificate that it answered, and no code was used twice', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-killed-'));
  const answered = new Map<Asking, string>();
  const all: Asking[] = [];
  {
    await using ems = await startProgram(directory.path);
    for (let each = 0; each < 24; each += 1) all.push(await asking(ems.admin, `device ${each}`));
    const enough = Promise.withResolvers<void>();
    const attempts = all.map(async (each) => {
      answered.set(each, await enroll(ems, each));
      if (answered.size >= 6) enough.resolve();
    });
    const settled = Promise.allSettled(attempts);
    await enough.promise;
    assert.deepEqual(await ems.end('SIGKILL'), [null, 'SIGKILL']);
    await settled;
  }

  await using again = await startProgram(directory.path);
  const { endpoints } = await again.admin.call('endpoints', {});
  const serials = new Map(endpoints.map((each) => [each.uid, each.serial]));
  for (const [each, serial] of answered) assert.equal(serials.get(each.uid), serial);
  const { invitations } = await again.admin.call('invitations', {});
  const used = new Map(invitations.map((each) => [each.note, each.used]));
  // A code counts as used exactly where a device stands on record for it.
  for (const each of all) assert.equal(used.get(each.note), serials.has(each.uid) ? 1 : 0, each.note);

  // Whoever got no answer asks again with the same key: it gets what was made for it, or the code is still good.
  for (const each of all) {
    const serial = await enroll(again, each);
    assert.equal(serial, serials.get(each.uid) ?? serial);
    assert.equal(answered.get(each) ?? serial, serial);
  }
  const after = await again.admin.call('invitations', {});
  assert.deepEqual(new Set(after.invitations.map((each) => each.used)), new Set([1]));
  assert.equal((await again.admin.call('endpoints', {})).endpoints.length, all.length);
});

test('told to stop, the EMS ends with status 0 and takes its socket away', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-stopped-'));
  await using ems = await startProgram(directory.path);
  assert.deepEqual(await ems.end('SIGTERM'), [0, null]);
  await assert.rejects(access(path.join(directory.path, 'admin.sock')), { code: 'ENOENT' });
});
