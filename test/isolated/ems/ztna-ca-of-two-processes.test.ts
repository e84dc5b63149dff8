// Two EMS processes on one PostgreSQL, and a ZTNA CA that is replaced at one of them.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { cp, mkdtempDisposable, readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { startPostgres } from '../../doubles/postgres.ts';
import { runningEms, type TestDevice, type TestEms } from '../../doubles/running-ems.ts';

const postgres = await startPostgres();
after(() => postgres[Symbol.asyncDispose]());

const replaced = { authority: null, retireAfterMs: 86_400_000, now: false, enrollAgain: false } as const;
const issuerOf = ({ cert }: TestDevice) => new X509Certificate(cert).issuer;

/** Two processes with these directories of CAs; the second starts with a copy of what the first has made. */
async function two(
  stack: AsyncDisposableStack,
  isShared: boolean,
): Promise<{ a: TestEms; b: TestEms; ofB: string; ofA: string }> {
  const directory = async () => stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'stile-ca-'))).path;
  const database = await postgres.newDatabase();
  const ofA = await directory();
  const settings = { database, sweepMs: 20 };
  const a = stack.use(await runningEms({ settings: { ...settings, caDirectory: ofA } }));
  const ofB = isShared ? ofA : await directory();
  if (!isShared) await cp(ofA, ofB, { recursive: true });
  const b = stack.use(await runningEms({ settings: { ...settings, caDirectory: ofB } }));
  return { a, b, ofA, ofB };
}

async function mayFetch(ems: TestEms, device: TestDevice): Promise<boolean> {
  await using client = ems.agentClient(device);
  return await client.call('profile', {}).then(
    () => true,
    () => false,
  );
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('with one directory of CAs the other process signs with the successor, and refuses what the old one signed, at once', async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b } = await two(stack, true);
  const device = await a.enroll();
  const { before } = await a.admin.call('replaceZtnaCa', replaced);
  let fresh = await b.enroll();
  await until(async () => {
    fresh = await b.enroll();
    return issuerOf(fresh) === 'CN=Stile ZTNA CA 2';
  });
  assert.ok(await mayFetch(a, fresh));
  assert.ok(await mayFetch(b, device));
  await a.admin.call('retireZtnaCa', { id: before, compromised: false, enrollAgain: false });
  assert.equal(await mayFetch(b, device), false);
  assert.ok(await mayFetch(b, fresh));
});

test('a process that lacks the key of the successor says so, issues nothing and serves all else, until the file is there', async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, ofA, ofB } = await two(stack, false);
  const device = await a.enroll();
  await a.admin.call('replaceZtnaCa', replaced);
  const fresh = await a.enroll();
  await until(() => mayFetch(b, fresh));
  assert.ok(await mayFetch(b, device));
  await assert.rejects(
    b.enroll(),
    (error) => hasCode(error, 'ems-refused') && error.params.why === 'authority-missing',
  );
  const signing = async () => (await b.admin.call('ztnaCas', {})).ztnaCas.find(({ state }) => state === 'signing');
  assert.equal((await signing())?.keyIsHere, false);
  for (const name of await readdir(ofA)) await cp(path.join(ofA, name), path.join(ofB, name));
  await until(async () => (await signing())?.keyIsHere === true);
  assert.equal(issuerOf(await b.enroll()), 'CN=Stile ZTNA CA 2');
});
