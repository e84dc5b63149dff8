// What the agent's disconnecting follows: who asks, the policy of now, what was saved, and the EMS that is to hear it.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { keepDisconnecting } from '../../../../daemon/disconnection/keep.ts';
import { makeStore } from '../../../../daemon/state/store.ts';
import type { ShellPolicy } from '../../../../shared/ems/shell-policy.ts';
import { AppError, hasCode } from '../../../../shared/errors/app-error.ts';
import { silentLog } from '../../../../shared/log.ts';
import { systemClock } from '../../../../shared/node/system-clock.ts';
import { deviceAt } from '../../../doubles/agent-example/device.ts';
import { savedOf } from '../../../doubles/saved-of.ts';

const user = { name: 'anna', isAdministrator: false };
const administrator = { name: 'root', isAdministrator: true };

/** An enrolled device with what it has saved; its EMS hears, or is away. */
async function stage(directory: string, policy: ShellPolicy['disconnect']) {
  const store = makeStore('test');
  const saved = await savedOf(directory, 'file');
  const world = { store, saved, clock: systemClock, random: () => 0, log: silentLog };
  const heard: string[] = [];
  let isAway = false;
  let settled = 0;
  const part = keepDisconnecting(
    world,
    {
      settle: async () => {
        settled += 1;
      },
    },
    () =>
      async ({ events }) => {
        if (isAway) throw new AppError('ems-unreachable', { server: 'ems' });
        heard.push(...events.map(({ sequence, kind, by, reason }) => `${sequence} ${kind} ${by} ${reason}`));
      },
  );
  const { enrollment } = deviceAt(new Date());
  store.apply({ kind: 'enrollment', enrollment });
  const use = (disconnect: ShellPolicy['disconnect']) =>
    store.apply({
      kind: 'managed',
      managed: store.current.managed,
      told: { mayQuit: true, personalDestinations: false, disconnect },
    });
  use(policy);
  return {
    part,
    store,
    saved,
    heard,
    use,
    settled: () => settled,
    away(is: boolean) {
      isAway = is;
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  const limit = AbortSignal.timeout(10_000);
  while (!isSo()) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function inDirectory(act: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'stile-disconnecting-'));
  try {
    await act(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test('what a user did is undone when the policy forbids it, and the EMS hears who connected', () =>
  inDirectory(async (directory) => {
    const it = await stage(directory, 'with-reason');
    await using _ = it.part;
    await it.part.disconnect(user, 'a lab network');
    assert.equal(it.store.current.disconnected?.by, 'anna');
    assert.equal(it.settled(), 1);
    it.use('not-allowed');
    await until(() => it.store.current.disconnected === null && it.heard.length === 2);
    assert.deepEqual(it.heard, ['1 disconnected anna a lab network', '2 connected the organisation ']);
    await assert.rejects(it.part.disconnect(user, 'again'), (error) => hasCode(error, 'disconnect-not-allowed'));
  }));

test('what an administrator of the machine did stays', () =>
  inDirectory(async (directory) => {
    const it = await stage(directory, 'not-allowed');
    await using _ = it.part;
    await it.part.disconnect(administrator, 'a broken line');
    it.use('not-allowed');
    await until(() => it.heard.length === 1);
    assert.equal(it.store.current.disconnected?.by, 'root');
    await it.part.connect('root');
    assert.equal(it.store.current.disconnected, null);
  }));

test('what the EMS could not hear it hears later, also after a restart, and once', () =>
  inDirectory(async (directory) => {
    const before = await stage(directory, 'allowed');
    before.away(true);
    await before.part.disconnect(user, '');
    await before.part[Symbol.asyncDispose]();

    const after = await stage(directory, 'allowed');
    await using _ = after.part;
    await until(() => after.store.current.disconnected !== null);
    after.store.apply({ kind: 'link', link: { kind: 'connected', since: new Date().toISOString(), lastReport: null } });
    await until(() => after.saved.current.disconnecting.untold.length === 0);
    assert.deepEqual(after.heard, ['1 disconnected anna ']);
    await after.part.connect('anna');
    await until(() => after.heard.length === 2);
    assert.equal(after.heard[1], '2 connected anna ');
  }));
