// The real rpm on a machine of its own: what is installed, what a file says, upgrade, no downgrade, removal.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { type Machine, openMachine, seenInside } from '../../../../build/demo/machine/machine.ts';
import { makeRpm } from '../../../doubles/tiny-rpm.ts';

/** Does one thing after the other to the packages that it is given, and says what came of each. */
const story = `
  import { packageManagerOfLinux } from '${seenInside('native/package-manager/linux.ts')}';
  const manager = packageManagerOfLinux({ programs: '/usr/lib/stile', output: '/var/lib/stile-package-manager.log' });
  const [old, next] = process.argv.slice(2);
  const said = [];
  const say = (value) => said.push(value);
  async function ended() {
    for (;;) {
      const progress = await manager.progress();
      if (progress.kind === 'ended') return progress;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  say(await manager.installation());
  say(await manager.inspect(next));
  say(await manager.install([next]));
  await ended();
  say(await manager.installation());
  say(await manager.install([old]));
  say(await ended());
  say(await manager.installation());
  say(await manager.remove());
  await ended();
  say(await manager.installation());
  console.log(JSON.stringify(said));
`;

let directory: string;
let machine: Machine;

before(async () => {
  directory = await mkdtemp('/var/lib/stile-test-rpm-');
  await writeFile(path.join(directory, 'story.mjs'), story);
  for (const version of ['0.1.0', '0.2.0']) await makeRpm(directory, { name: 'stile-agent', version });
  machine = await openMachine(`stile-test-${process.pid}-rpm`);
});
after(async () => {
  await machine?.[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

test('rpm installs a release over the one before, never under it, and removes it', async () => {
  const rpm = (version: string) => path.join(directory, `stile-agent-${version}-1.x86_64.rpm`);
  await machine.must(['/usr/bin/rpm', '--install', rpm('0.1.0')], { timeoutMs: 60_000 });
  const printed = await machine.must(
    [seenInside(process.execPath), path.join(directory, 'story.mjs'), rpm('0.1.0'), rpm('0.2.0')],
    {
      timeoutMs: 60_000,
    },
  );
  const agent = (version: string) => ({ component: 'agent', version, arch: 'x64' });
  const packaged = (version: string) => ({ kind: 'packaged', by: 'linux-rpm', packages: [agent(version)] });
  const [first, file, begun, upgraded, tried, refused, still, removing, gone] = JSON.parse(printed);
  assert.deepEqual([first, file], [packaged('0.1.0'), { kind: 'read', ...agent('0.2.0') }]);
  assert.deepEqual([begun, upgraded], [{ kind: 'begun' }, packaged('0.2.0')]);
  assert.equal(tried.kind, 'begun');
  assert.match(JSON.stringify(refused), /"code":[1-9].*is already installed/);
  assert.deepEqual([still, removing.kind, gone], [packaged('0.2.0'), 'begun', { kind: 'not-packaged' }]);
});
