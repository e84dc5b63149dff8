import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { startReporter } from '../../../../daemon/ems/reporter.ts';
import { openSequence } from '../../../../daemon/ems/sequence.ts';
import { type Report, reportReply, report as reportSchema } from '../../../../shared/ems/report.ts';
import { silentLog } from '../../../../shared/log.ts';
import { savedOf } from '../../../doubles/saved-of.ts';

const report: Report = reportSchema.parse({
  sequence: 1,
  rulesRevision: 0,
  inventory: { hostname: 'a', os: 'linux', osVersion: '', agentVersion: '', users: [], interfaces: [] },
  facts: [],
  verdicts: [],
});
const reply = reportReply.parse({ tags: [], keepaliveMs: 60_000, epoch: `ep_${'A'.repeat(25)}Q`, revision: 1 });

test('one report is under way at a time, and what changes meanwhile makes exactly one more', async () => {
  let running = 0;
  let most = 0;
  let sent = 0;
  const done = Promise.withResolvers<void>();
  await using reporter = startReporter({
    refresh: async () => undefined,
    compose: async () => report,
    send: async () => {
      running += 1;
      most = Math.max(most, running);
      if (sent === 0) for (let asked = 0; asked < 10; asked += 1) reporter.reportNow();
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      sent += 1;
      return reply;
    },
    onReply: () => {
      if (sent === 2) done.resolve();
    },
    onFailure: async () => undefined,
    keepaliveMs: () => 60_000,
    random: () => 0.5,
    log: silentLog,
  });
  reporter.reportNow();
  await done.promise;
  assert.deepEqual([most, sent], [1, 2]);
});

test('a report that fails is handed to whoever knows what it means, and the next one comes', async () => {
  const failed = Promise.withResolvers<unknown>();
  await using reporter = startReporter({
    refresh: async () => undefined,
    compose: async () => report,
    send: async () => {
      throw new Error('no network');
    },
    onReply: () => undefined,
    onFailure: async (error) => failed.resolve(error),
    keepaliveMs: () => 60_000,
    random: () => 0.5,
    log: silentLog,
  });
  reporter.reportNow();
  assert.match(String(await failed.promise), /no network/);
});

test('what follows a failed report may fail, too, and the next report still comes', async () => {
  const again = Promise.withResolvers<void>();
  let sent = 0;
  await using reporter = startReporter({
    refresh: async () => undefined,
    compose: async () => report,
    send: async () => {
      sent += 1;
      if (sent === 2) again.resolve();
      throw new Error('no network');
    },
    onReply: () => undefined,
    onFailure: async () => {
      throw new Error('the disk is full');
    },
    keepaliveMs: () => 20,
    random: () => 0.5,
    log: silentLog,
  });
  reporter.reportNow();
  await again.promise;
});

async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-saved-'));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test('numbers of reports rise across crashes without being saved one by one', async () => {
  await inDirectory(async (directory) => {
    const before = openSequence(await savedOf(directory, 'file'));
    const last = [await before.next(), await before.next(), await before.next()].at(-1) ?? 0;
    const after = openSequence(await savedOf(directory, 'file'));
    assert.ok((await after.next()) > last);
    assert.equal((await stat(path.join(directory, 'agent.json'))).mode & 0o777, 0o600);
  });
});

test('what could not be told is told again soon, not only when the next report is due', async () => {
  const told = Promise.withResolvers<void>();
  let tries = 0;
  await using reporter = startReporter({
    refresh: async () => undefined,
    compose: async () => report,
    send: async () => {
      tries += 1;
      if (tries < 3) throw new Error('no network');
      return reply;
    },
    onReply: () => told.resolve(),
    onFailure: async () => undefined,
    keepaliveMs: () => 3_600_000,
    random: () => 0.01,
    log: silentLog,
  });
  reporter.reportNow();
  await told.promise;
  assert.equal(tries, 3);
});

test('ending does not wait for an answer that does not come', async () => {
  const sending = Promise.withResolvers<void>();
  const reporter = startReporter({
    refresh: async () => undefined,
    compose: async () => report,
    send: (_report, signal) => {
      sending.resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    onReply: () => undefined,
    onFailure: async () => assert.fail('an end is no failure'),
    keepaliveMs: () => 60_000,
    random: () => 0.5,
    log: silentLog,
  });
  reporter.reportNow();
  await sending.promise;
  await reporter[Symbol.asyncDispose]();
});
