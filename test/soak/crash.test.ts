// The demo on this machine, killed in the middle in every way: nothing stays behind, and the next one is well.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JournalEntries, journalPlace, readJournal } from '../../build/demo/stage/journal.ts';
import { isAlive, processesOf } from '../../build/demo/stage/processes.ts';
import { runDemo } from '../privileged/demo/run-demo.ts';

const hostsFile = '/etc/hosts';
const hostsBefore = readFileSync(hostsFile);

/** What a person loses if the names outlive the listeners: their passwords, to whoever listens there next. */
const hostsGoneWithinMs = 2_000;

before(() => assert.equal(readJournal(journalPlace()).kind, 'none', 'a demo runs on this machine already'));
after(() => assert.deepEqual(readFileSync(hostsFile), hostsBefore));

test('when the agent is killed the names are gone at once, and the demo ends and says who died', async () => {
  await using demo = runDemo();
  const journal = await demo.whenTold('websocket');
  assert.ok(readFileSync(hostsFile, 'utf8').includes('crm.corp.test'));
  process.kill(pidOf(journal, 'agent'), 'SIGKILL');
  const until = Date.now() + hostsGoneWithinMs;
  while (!readFileSync(hostsFile).equals(hostsBefore)) {
    assert.ok(Date.now() < until, `the names are still there after ${hostsGoneWithinMs} ms`);
    await sleep(10);
  }
  assert.equal(await demo.exitCode, 1);
  assert.match(demo.everything(), /agent ended unexpectedly \(signal SIGKILL\)/);
  await assertNothingLeft(journal);
});

/** The EMS while the organisation is still being set up, the gateway while it carries. */
for (const [name, step] of [
  ['ems', 'ems'],
  ['gateway', 'live-sessions'],
] as const)
  test(`when the ${name} is killed the demo ends, says so, and leaves nothing`, async () => {
    await using demo = runDemo();
    const journal = await demo.whenTold(step);
    process.kill(pidOf(journal, name), 'SIGKILL');
    assert.equal(await demo.exitCode, 1);
    assert.match(demo.everything(), new RegExp(`${name} ended unexpectedly \\(signal SIGKILL\\)`));
    assert.equal(demo.summary().ok, false);
    await assertNothingLeft(journal);
  });

test('when the demo itself is killed its guardian undoes everything', async () => {
  await using demo = runDemo();
  const journal = await demo.whenTold('ssh');
  assert.ok(journal.demo !== null && journal.guardian !== null);
  process.kill(journal.demo.pid, 'SIGKILL');
  const until = Date.now() + 20_000;
  while (await isAlive(journal.guardian)) {
    assert.ok(Date.now() < until, 'the guardian never came to its end');
    await sleep(20);
  }
  await assertNothingLeft(journal);
});

test('when the demo is killed and its journal is damaged its guardian finds what there is to undo', async () => {
  await using demo = runDemo();
  const journal = await demo.whenTold('names');
  assert.ok(journal.demo !== null && journal.guardian !== null);
  writeFileSync(journalPlace(), 'no journal');
  process.kill(journal.demo.pid, 'SIGKILL');
  const until = Date.now() + 20_000;
  while (await isAlive(journal.guardian)) {
    assert.ok(Date.now() < until, 'the guardian never came to its end');
    await sleep(20);
  }
  // Whose it was cannot be told; the next start would remove it.
  rmSync(journalPlace());
  await assertNothingLeft(journal);
});

test('when demo and guardian are killed the next start undoes everything, with the journal, with a damaged one and without, and is well', async () => {
  const first = await killDemoAndGuardian();
  assert.equal(readJournal(journalPlace()).kind, 'found');

  const second = await killDemoAndGuardian();
  assert.match(second.said, /did not come to its end; undoing what it left/);
  await assertGone(first.journal);
  writeFileSync(journalPlace(), '{"version":1,');

  const third = await killDemoAndGuardian();
  assert.match(third.said, /is unreadable \(not JSON\)/);
  await assertGone(second.journal);
  rmSync(journalPlace());

  await using demo = runDemo();
  assert.equal(await demo.exitCode, 0, demo.everything());
  assert.match(demo.everything(), /the journal of an earlier demo is gone/);
  const { ok, transfer, postureLoss, cleanup } = demo.summary();
  assert.deepEqual({ ok, cleanup }, { ok: true, cleanup: { hostsRestored: true, processesLeft: 0 } });
  assert.deepEqual({ ...transfer, mibPerSecond: 0 }, { bytes: 67_108_864, sha256Match: true, mibPerSecond: 0 });
  assert.deepEqual({ ...postureLoss, sessionCutAfterMs: 0 }, { tag: 'managed', sessionCutAfterMs: 0, code: '065' });
  await assertNothingLeft(third.journal);
});

test("lines of ours that outlived a restart of the machine are removed first; another program's line is kept, and is no fault", async () => {
  appendFileSync(hostsFile, section('127.235.0.9 left.corp.test\n'));
  await using demo = runDemo();
  const journal = await demo.whenTold('http');
  assert.doesNotMatch(readFileSync(hostsFile, 'latin1'), /left\.corp\.test/);
  appendFileSync(hostsFile, '192.0.2.1 printer.example\n');
  try {
    assert.equal(await demo.exitCode, 0, demo.everything());
    assert.equal(demo.summary().cleanup.hostsRestored, true);
    assert.equal(readFileSync(hostsFile, 'latin1'), `${hostsBefore.toString('latin1')}192.0.2.1 printer.example\n`);
  } finally {
    writeFileSync(hostsFile, hostsBefore);
  }
  await assertNothingLeft(journal);
});

function section(body: string): string {
  const sha256 = createHash('sha256').update(body, 'latin1').digest('hex');
  return `# BEGIN stile v1 sha256=${sha256}\n${body}# END stile\n`;
}

/** As soon as names are published, so that there is everything to undo. */
async function killDemoAndGuardian(): Promise<{ readonly journal: JournalEntries; readonly said: string }> {
  await using demo = runDemo();
  const journal = await demo.whenTold('names');
  assert.ok(journal.demo !== null && journal.guardian !== null);
  // The guardian first: it would be at work before the second signal.
  process.kill(journal.guardian.pid, 'SIGKILL');
  process.kill(journal.demo.pid, 'SIGKILL');
  await demo.exitCode;
  return { journal, said: demo.everything() };
}

function pidOf(journal: JournalEntries, name: string): number {
  const found = journal.processes.find((each) => each.name === name);
  assert.ok(found !== undefined, `${name} is in the journal`);
  return found.pid;
}

async function assertNothingLeft(journal: JournalEntries): Promise<void> {
  assert.deepEqual(readFileSync(hostsFile), hostsBefore);
  assert.equal(readJournal(journalPlace()).kind, 'none');
  await assertGone(journal);
  assert.deepEqual(
    readdirSync(os.tmpdir()).filter((entry) => entry.startsWith('stile-demo-')),
    [],
  );
  assert.deepEqual(
    Object.keys(os.networkInterfaces()).filter((name) => name.startsWith('stile-')),
    [],
  );
}

/** Nothing of that demo is there, whatever a later one has. */
async function assertGone(journal: JournalEntries): Promise<void> {
  assert.deepEqual(await processesOf(journal.workspace), []);
  const alive = await Promise.all(journal.processes.map(isAlive));
  assert.deepEqual(
    journal.processes.filter((_each, at) => alive[at]),
    [],
  );
  assert.equal(existsSync(journal.workspace ?? ''), false);
  assert.ok(!namespaces().includes(journal.namespace ?? ''));
}

function namespaces(): readonly string[] {
  try {
    return readdirSync('/run/netns');
  } catch {
    return [];
  }
}
