// The real dpkg with a root of its own: what is installed, what a file says, upgrade, no downgrade, removal.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { runTool } from '../../../../native/exec.ts';
import { detachedRuns } from '../../../../native/package-manager/detached-run.ts';
import { packageManagerOfLinux } from '../../../../native/package-manager/linux.ts';
import type { PackageManager } from '../../../../native/package-manager/package-manager.ts';
import { makeDeb } from '../../../doubles/tiny-deb.ts';

let directory: string;
let root: string;
let manager: PackageManager;

before(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'stile-dpkg-'));
  root = path.join(directory, 'root');
  for (const folder of ['info', 'updates', 'triggers'])
    await mkdir(path.join(root, 'var/lib/dpkg', folder), { recursive: true });
  for (const file of ['status', 'available']) await writeFile(path.join(root, 'var/lib/dpkg', file), '');
  const output = path.join(directory, 'package-manager.log');
  manager = packageManagerOfLinux({ programs: '/usr/lib/stile', output, root, runs: detachedRuns(output) });
});

after(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function ended() {
  for (;;) {
    const progress = await manager.progress();
    if (progress.kind === 'ended') return progress;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function installedVersions(): Promise<readonly string[]> {
  const found = await manager.installation();
  return found.kind === 'packaged'
    ? found.packages.map(({ component, version }) => `${component} ${version}`).sort()
    : [found.kind];
}

test('a release goes in over the one before, never under it, keeps what an administrator changed, and leaves nothing', async () => {
  assert.deepEqual(await installedVersions(), ['not-packaged']);
  const old = await makeDeb(directory, { name: 'stile-agent', version: '0.1.0' });
  const next = await makeDeb(directory, { name: 'stile-agent', version: '0.2.0' });
  const desktop = await makeDeb(directory, {
    name: 'stile-desktop',
    version: '0.2.0',
    depends: 'stile-agent (= 0.2.0)',
  });

  assert.deepEqual(await manager.install([old]), {
    kind: 'failed',
    why: 'no package manager knows of this installation',
  });
  const first = await runTool('/usr/bin/dpkg', [`--root=${root}`, '--install', old], { timeoutMs: 60_000 });
  assert.equal(first.kind === 'exited' && first.code, 0, JSON.stringify(first));
  assert.deepEqual(await installedVersions(), ['agent 0.1.0']);
  const settings = path.join(root, 'etc/stile/agent.json');
  await writeFile(settings, '{"changed": true}\n');

  assert.deepEqual(await manager.inspect(next), { kind: 'read', component: 'agent', version: '0.2.0', arch: 'x64' });
  assert.deepEqual(await manager.install([desktop, next]), { kind: 'begun' });
  assert.equal((await manager.install([next])).kind, 'failed');
  assert.equal((await ended()).code, 0);
  assert.deepEqual(await installedVersions(), ['agent 0.2.0', 'desktop 0.2.0']);
  assert.equal(await readFile(settings, 'utf8'), '{"changed": true}\n');

  assert.deepEqual(await manager.install([old]), { kind: 'begun' });
  assert.match((await ended()).tail, /will not downgrade/);
  assert.deepEqual(await installedVersions(), ['agent 0.2.0', 'desktop 0.2.0']);

  assert.deepEqual(await manager.remove(), { kind: 'begun' });
  assert.equal((await ended()).code, 0);
  assert.deepEqual(await installedVersions(), ['not-packaged']);
  await assert.rejects(readFile(settings), { code: 'ENOENT' });
});

test('a file that is no package of ours says so', async () => {
  const other = await makeDeb(directory, { name: 'evil', version: '9.9.9' });
  assert.match(JSON.stringify(await manager.inspect(other)), /it calls itself evil 9\.9\.9/);
  await writeFile(path.join(directory, 'none.deb'), 'no package');
  assert.equal((await manager.inspect(path.join(directory, 'none.deb'))).kind, 'unreadable');
});
