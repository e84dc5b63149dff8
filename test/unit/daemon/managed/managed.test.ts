import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { InForce } from '../../../../daemon/managed/in-force.ts';
import { openManaged } from '../../../../daemon/managed/managed.ts';
import { managedStateOf } from '../../../../daemon/managed/tell-managed.ts';
import type { ManagedReading } from '../../../../native/managed/managed.ts';
import { managedState } from '../../../../shared/agent/managed-state.ts';
import { silentLog } from '../../../../shared/log.ts';
import { allSettings, type ManagedValues } from '../../../../shared/managed/settings.ts';
import { fakePlatform } from '../../../doubles/fake-platform.ts';

const source = '/etc/stile/policy.d';
const values = (managed: ManagedValues): ManagedReading => ({ kind: 'values', source, values: managed });
const invalid: ManagedReading = {
  kind: 'invalid',
  source,
  readable: {},
  troubles: [{ where: `${source}/50.json, line 1`, why: 'this is not JSON' }],
};

async function machine() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-managed-'));
  const platform = fakePlatform();
  const open = () => openManaged(platform, directory, silentLog);
  return {
    directory,
    platform,
    open,
    /** Lays this and tells what holds then. */
    async manage(managed: Awaited<ReturnType<typeof open>>, reading: ManagedReading): Promise<InForce> {
      const changed = Promise.withResolvers<InForce>();
      const end = managed.onChange(changed.resolve);
      platform.manage(reading);
      const held = await changed.promise;
      end();
      return held;
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

test('a slip in a running configuration leaves what held, also through a restart, until it is mended', async () => {
  await using here = await machine();
  here.platform.manage(values({ MayQuit: false }));
  {
    await using managed = await here.open();
    assert.deepEqual(managed.current.values, { MayQuit: false });
    const held = await here.manage(managed, invalid);
    assert.deepEqual([held.values, held.standing.kind], [{ MayQuit: false }, 'kept']);
  }
  await using managed = await here.open();
  assert.deepEqual([managed.current.values, managed.current.standing.kind], [{ MayQuit: false }, 'kept']);
  const mended = await here.manage(managed, values({ MayQuit: true }));
  assert.deepEqual([mended.values, mended.standing.kind], [{ MayQuit: true }, 'as-read']);
});

test('what was taken away is not remembered: a later slip is judged without it', async () => {
  await using here = await machine();
  here.platform.manage(values({ MayQuit: true, AllowedEms: ['a'.repeat(64)] }));
  await using managed = await here.open();
  await here.manage(managed, { kind: 'none' });
  const held = await here.manage(managed, invalid);
  assert.deepEqual([held.values.AllowedEms, held.standing.kind], [[], 'strictest']);
});

test('an invitation is kept in no file, and the file is for root alone', async () => {
  await using here = await machine();
  here.platform.manage(values({ MayQuit: false, Invitation: 'stile1.c2VjcmV0.AAAA' }));
  await using managed = await here.open();
  assert.equal(managed.current.values.Invitation, 'stile1.c2VjcmV0.AAAA');
  const file = path.join(here.directory, 'managed.json');
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { source, values: { MayQuit: false } });
  assert.equal((await stat(file)).mode & 0o777, 0o600);
});

test('of what is managed, the state tells names and what the app follows, and never a secret', () => {
  const all: ManagedValues = Object.fromEntries(allSettings.map(([name, { example }]) => [name, example]));
  const told = managedState.parse(managedStateOf({ values: all, source, standing: { kind: 'as-read' } }));
  assert.deepEqual(told.settings, Object.keys(all));
  assert.deepEqual(told.shell, { language: 'en', theme: 'system', startAtLogin: true, notices: true });
  assert.deepEqual(told.shellPolicy, { mayQuit: false, disconnect: 'not-allowed', personalDestinations: false });
  assert.doesNotMatch(JSON.stringify(told), /stile1/);
});
