import assert from 'node:assert/strict';
import { access, mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { EmsAdminContract } from '../../../shared/ems/admin-contract.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import type { LocalClient } from '../../../shared/node/local-socket/client.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { type EmsProgram, startEmsProgram } from '../../doubles/ems-program.ts';
import { nextUid, testInventory } from '../../doubles/running-ems.ts';

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

async function enroll(ems: EmsProgram, { code, uid, csr }: Asking): Promise<string> {
  return (await ems.agents.call('enroll', { body: { code, uid, csr, inventory: testInventory } })).serial;
}

test('killed under load, the EMS has every certificate that it answered, and no code was used twice', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-killed-'));
  const answered = new Map<Asking, string>();
  let before: { readonly epoch: string; readonly fabricCa: string };
  const all: Asking[] = [];
  {
    await using ems = await startEmsProgram(directory.path);
    before = await ems.admin.call('status', {});
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

  await using again = await startEmsProgram(directory.path);
  const { endpoints } = await again.admin.call('endpoints', {});
  const serials = new Map(endpoints.map((each) => [each.uid, each.serial]));
  for (const [each, serial] of answered) assert.equal(serials.get(each.uid), serial);
  const { entries } = await again.admin.call('audit', { limit: 1_000 });
  assert.equal(entries.filter(({ action }) => action === 'enroll').length, endpoints.length);
  const { epoch, fabricCa } = await again.admin.call('status', {});
  assert.deepEqual([epoch, fabricCa], [before.epoch, before.fabricCa]);
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
  await using ems = await startEmsProgram(directory.path);
  assert.deepEqual(await ems.end('SIGTERM'), [0, null]);
  await assert.rejects(access(path.join(directory.path, 'run', 'admin.sock')), { code: 'ENOENT' });
});
