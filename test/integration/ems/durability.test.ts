// The program as it is started: killed without warning, and started on what it left.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { startEmsProgram } from '../../doubles/ems-program.ts';
import { nextUid, runningEms, testInventory } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

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
      await using child = await startEmsProgram(directory);
      before = await child.admin.call('status', {});
      const { invitation } = await child.admin.call('invite', {
        role: 'device',
        site: siteName.parse('default'),
        domains: ['corp.test'],
        uses: 100,
        expiresInMs: 60_000,
        note: '',
      });
      const { code } = readInvitation(invitation);
      const enrolments = Array.from({ length: 20 }, async () => {
        const uid = nextUid();
        const csr = await makeCsr(await newKeyPair('p256'), uid);
        await child.agents.call('enroll', { body: { code, csr, uid, inventory: testInventory } });
        answered.push(uid);
        if (answered.length === 5) await child.end('SIGKILL');
      });
      await Promise.allSettled(enrolments);
    }
    assert.ok(answered.length >= 5);
    await using again = await startEmsProgram(directory);
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
