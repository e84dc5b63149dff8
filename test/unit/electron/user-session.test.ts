// Two processes of one user never keep the same certificate: the shell waits for `stile session`, and goes on after it.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { keepUserSession, sessionOfThisUser } from '../../../electron/user-session.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { type Logger, silentLog } from '../../../shared/log.ts';
import { claimDirectory } from '../../../shared/node/claim-directory.ts';

const busy = new AppError('directory-busy', { path: 'x' });
const trouble = new AppError('store-refused', { why: 'x' });

const rows: readonly (readonly [what: string, ends: readonly unknown[], waits: readonly number[], warnings: number])[] =
  [
    ['another process of the user works already: it is waited for, without a word', [busy, busy], [60_000, 60_000], 0],
    ['something fails: later, and it is said', [trouble], [300_000], 1],
  ];
for (const [what, ends, expected, warnings] of rows) {
  test(what, async () => {
    const stop = new AbortController();
    const waits: number[] = [];
    const said: string[] = [];
    const log: Logger = { ...silentLog, warn: (message) => void said.push(message) };
    const outcomes = [...ends];
    await keepUserSession(
      {
        agentSeen: Promise.resolve(),
        log,
        pause: async (ms) => void waits.push(ms),
        session: async () => {
          const outcome = outcomes.shift();
          if (outcome !== undefined) throw outcome;
          // It works now, until the shell ends.
          stop.abort();
        },
      },
      stop.signal,
    );
    assert.deepEqual([waits.slice(0, ends.length), said.length], [expected, warnings]);
  });
}

test('nothing begins before the agent was there', async () => {
  const stop = new AbortController();
  const seen = Promise.withResolvers<void>();
  let runs = 0;
  const session = async () => {
    runs += 1;
    stop.abort();
  };
  const kept = keepUserSession(
    { agentSeen: seen.promise, session, log: silentLog, pause: async () => undefined },
    stop.signal,
  );
  await Promise.resolve();
  assert.equal(runs, 0);
  seen.resolve();
  await kept;
  assert.equal(runs, 1);
});

test('the session of this user does not begin beside another one', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'stile-home-'));
  await mkdir(path.join(home, 'data'));
  {
    using _ = await claimDirectory(path.join(home, 'data/stile'));
    const session = sessionOfThisUser({
      platform: process.platform,
      environment: { HOME: home, XDG_DATA_HOME: path.join(home, 'data'), LOCALAPPDATA: path.join(home, 'data') },
      connect: () => assert.fail('nobody is asked'),
      log: silentLog,
    });
    await assert.rejects(session(new AbortController().signal), { code: 'directory-busy' });
  }
  await rm(home, { recursive: true });
});
