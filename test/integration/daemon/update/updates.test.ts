// A newer release on its way from a feed to the package manager, and everything that must stop it.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { examplePackage, holders, secondsOf } from '../../../doubles/update-feed.ts';
import { packageBytes, type UpdateStage, updateStage } from './update-stage.ts';

const hour = 3_600_000;
let stage: UpdateStage;

beforeEach(async () => {
  stage = await updateStage();
});
afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('a newer release', () => {
  test('is downloaded, verified and kept until its time; then the package manager gets its very bytes', async () => {
    stage.offer();
    await stage.start();
    const ready = await stage.until('ready');
    assert.equal(ready.version, '0.2.0');
    assert.equal(Date.parse(ready.installAt) - stage.clock.now() > 23 * hour, true);
    assert.equal((await stage.kept()).length, 2);
    assert.deepEqual(stage.manager.given, []);
    stage.clock.forward(24 * hour);
    await stage.until('installing');
    assert.deepEqual(stage.manager.given, [[packageBytes]]);
  });

  test('is installed at once when somebody asks for it', async () => {
    stage.offer();
    const updates = await stage.start();
    await stage.until('ready');
    updates.installNow();
    await stage.until('installing');
    assert.throws(
      () => updates.installNow(),
      (error) => hasCode(error, 'update-under-way'),
    );
  });

  test('waits for connections that somebody uses, until the last moment', async () => {
    stage.offer();
    await stage.start();
    await stage.until('ready');
    stage.store.apply({ kind: 'sessions', sessions: [{} as AgentState['sessions'][number]] });
    stage.clock.forward(25 * hour);
    // The feed is asked again in between, and changes nothing.
    const before = stage.asked.length;
    while (stage.asked.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(stage.manager.given, []);
    stage.clock.forward(10 * hour);
    await stage.until('installing');
  });

  test('is put off as far as it may be, and that outlives a restart', async () => {
    stage.offer();
    const updates = await stage.start();
    await stage.until('ready');
    stage.clock.forward(20 * hour);
    await updates.postpone(8);
    const wanted = stage.clock.now() + 8 * hour;
    await assert.rejects(updates.postpone(20), (error) => hasCode(error, 'update-not-postponable'));
    await stage.start();
    await stage.until('unknown');
    const { installAt } = await stage.until('ready');
    assert.ok(Math.abs(Date.parse(installAt) - wanted) < 60_000);
  });

  test('that was installed is told by the next agent, which keeps nothing of it', async () => {
    stage.offer();
    const updates = await stage.start();
    await stage.until('ready');
    updates.installNow();
    await stage.until('installing');
    await stage.start('0.2.0');
    stage.manager.state = { kind: 'ended', code: null, tail: '' };
    await stage.until('current');
    assert.deepEqual(await stage.kept(), []);
  });

  test('that the package manager refused is told with its reason, tried again, and then left until somebody asks', async () => {
    stage.offer();
    stage.manager.state = { kind: 'ended', code: 2, tail: 'dpkg: error: lock is held' };
    const updates = await stage.start();
    for (let tries = 1; tries <= 3; tries += 1) {
      await stage.until('ready');
      updates.installNow();
      const failed = await stage.until('failed');
      assert.match(failed.failure.message, /status 2: dpkg: error: lock is held/);
      if (tries < 3) stage.clock.forward(7 * hour);
    }
    assert.equal(stage.manager.given.length, 3);
    const before = stage.asked.length;
    updates.checkNow();
    while (stage.asked.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await stage.until('failed')).version, '0.2.0');
    stage.manager.state = { kind: 'running' };
    updates.installNow();
    await stage.until('installing');
    assert.equal(stage.manager.given.length, 4);
  });

  test('that is withdrawn while it waits is not installed', async () => {
    stage.offer();
    const updates = await stage.start();
    await stage.until('ready');
    stage.offer({ sequence: 8, withdrawn: ['0.2.0'] });
    updates.checkNow();
    await stage.until('current');
    assert.throws(
      () => updates.installNow(),
      (error) => hasCode(error, 'update-none'),
    );
    assert.deepEqual(await stage.kept(), []);
  });

  test('that is ready stays so while the feed cannot be had', async () => {
    stage.offer();
    const updates = await stage.start();
    await stage.until('ready');
    stage.served.delete('/stile/stile-feed.json');
    const before = stage.asked.length;
    updates.checkNow();
    while (stage.asked.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(stage.store.current.update.kind, 'ready');
  });
});

test('updates that an organisation switches off keep nothing, and come back when it switches them on', async () => {
  stage.offer();
  const updates = await stage.start();
  await stage.until('ready');
  stage.settled.isOn = false;
  await stage.until('off');
  assert.throws(
    () => updates.installNow(),
    (error) => hasCode(error, 'update-off'),
  );
  stage.settled.isOn = true;
  await stage.until('ready');
  assert.equal(stage.asked.filter((url) => url.endsWith('.json')).length, 2);
});

const foreign = holders();
const name = `/stile/${examplePackage().name}`;

/** What is wrong with what a server gives or a package says, and what the agent calls it. */
const attacks: readonly {
  readonly what: string;
  readonly spoil: (at: UpdateStage) => void;
  readonly code: string;
  readonly why?: RegExp;
}[] = [
  { what: 'no feed', spoil: ({ served }) => served.clear(), code: 'update-feed-unreachable' },
  {
    what: 'a feed of somebody else',
    spoil: (at) => {
      const { offer, keys } = at;
      Object.assign(keys, { privateKeys: foreign.privateKeys });
      offer();
    },
    code: 'update-feed-refused',
  },
  {
    what: 'a feed that has ended',
    spoil: ({ offer, clock }) => offer({ expires: secondsOf(clock.now() - 1_000) }),
    code: 'update-feed-expired',
  },
  {
    what: 'a package that is not there',
    spoil: ({ served }) => served.delete(name),
    code: 'update-package-unreachable',
  },
  {
    what: 'a truncated package',
    spoil: ({ served }) => served.set(name, packageBytes.slice(0, 5)),
    code: 'update-package-refused',
    why: /has 5 bytes, and 11 were signed/,
  },
  {
    what: 'a package of other bytes and the same size',
    spoil: ({ served }) => served.set(name, packageBytes.replace('p', 'q')),
    code: 'update-package-refused',
    why: /not those that were signed/,
  },
  {
    what: 'a larger package',
    spoil: ({ served }) => served.set(name, `${packageBytes} and more`),
    code: 'update-package-unreachable',
    why: /larger/,
  },
  {
    what: 'a package of an older release under a newer number',
    spoil: ({ manager }) => Object.assign(manager, { says: { ...manager.says, version: '0.0.9' } }),
    code: 'update-package-refused',
    why: /says that it is agent 0.0.9/,
  },
  {
    what: 'a package for another part of the product',
    spoil: ({ manager }) => Object.assign(manager, { says: { ...manager.says, component: 'desktop' } }),
    code: 'update-package-refused',
    why: /says that it is desktop/,
  },
  {
    what: 'a package for another machine',
    spoil: ({ manager }) => Object.assign(manager, { says: { ...manager.says, arch: 'arm64' } }),
    code: 'update-package-refused',
  },
  {
    what: 'a package that is none of ours',
    spoil: ({ manager }) => Object.assign(manager, { says: { kind: 'unreadable', why: 'it calls itself evil' } }),
    code: 'update-package-refused',
    why: /calls itself evil/,
  },
  {
    what: 'an installation that no package manager knows of',
    spoil: ({ manager }) => Object.assign(manager, { installed: { kind: 'not-packaged' } }),
    code: 'update-not-by-package',
  },
];

describe('nothing is installed, and nothing is kept, with', () => {
  for (const { what, spoil, code, why } of attacks)
    test(what, async () => {
      stage.offer();
      spoil(stage);
      await stage.start();
      const { failure } = await stage.until('failed');
      assert.equal(failure.code, code);
      if (why !== undefined) assert.match(failure.message, why);
      assert.deepEqual(stage.manager.given, []);
      assert.deepEqual(await stage.kept(), []);
    });
});

describe('a feed that was seen is not forgotten by a restart:', () => {
  test('an older one of the same keys is refused', async () => {
    stage.offer({ sequence: 9 }, { version: '0.1.0' });
    await stage.start();
    await stage.until('current');
    stage.offer({ sequence: 8 });
    await stage.start();
    await stage.until('unknown');
    const { failure } = await stage.until('failed');
    assert.match(failure.message, /it is number 8, and this device knows number 9/);
  });

  test('so are the keys that it has replaced', async () => {
    const next = holders(1, 1, 2);
    stage.offer();
    const first = [...stage.keys.privateKeys];
    Object.assign(stage.keys, { privateKeys: [...first, ...next.privateKeys] });
    stage.offer({ sequence: 9, keys: next.trusted, releases: [] });
    await stage.start();
    await stage.until('current');
    Object.assign(stage.keys, { privateKeys: first });
    stage.offer({ sequence: 10 });
    await stage.start();
    await stage.until('unknown');
    assert.equal((await stage.until('failed')).failure.code, 'update-feed-refused');
  });
});
