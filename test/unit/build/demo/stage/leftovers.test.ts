// Leftovers: only what bears a demo's mark is taken for one's, and never the caller or a demo that runs.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { test } from 'node:test';
import { undo } from '../../../../../build/demo/stage/clean-up.ts';
import { findLeftovers, isAbandoned, processesIn } from '../../../../../build/demo/stage/leftovers.ts';
import { workspaceVariable } from '../../../../../build/demo/stage/processes.ts';
import { makeWorkspace, removeWorkspace } from '../../../../../build/demo/stage/workspace.ts';

const workspace = '/tmp/stile-demo-abcdef';
const bystander = { pid: 7, parent: 1, args: ['vi', '/tmp/other'], workspace: null };

test('a process is known by its environment or by its command line', () => {
  const marked = { pid: 2, parent: 1, args: ['cat'], workspace };
  const renamed = {
    pid: 3,
    parent: 1,
    args: [`sshd: /usr/sbin/sshd -f ${workspace}/ssh/sshd_config`],
    workspace: null,
  };
  assert.deepEqual(processesIn([marked, renamed, bystander], [workspace], 9), [marked, renamed]);
  assert.deepEqual(processesIn([marked, renamed, bystander], [], 9), []);
});

test('neither the caller nor what it was started by is a leftover', () => {
  const shell = { pid: 4, parent: 1, args: ['sh', '-c', `TMP=${workspace} npm run demo`], workspace: null };
  const npm = { pid: 5, parent: 4, args: ['npm', 'run', 'demo'], workspace };
  const own = { pid: 6, parent: 5, args: ['node', 'main.ts'], workspace };
  assert.deepEqual(processesIn([shell, npm, own], [workspace], 6), []);
});

test('a namespace is abandoned unless the process in its name is a demo or a benchmark', () => {
  const demo = { pid: 41, parent: 1, args: ['node', '/home/me/stile/build/demo/main.ts', '--once'], workspace: null };
  assert.equal(isAbandoned('stile-demo-41', [demo]), false);
  const bench = { pid: 43, parent: 1, args: ['node', '/home/me/stile/bench/main.ts', 'kill'], workspace: null };
  assert.equal(isAbandoned('stile-demo-43', [bench]), false);
  assert.equal(isAbandoned('stile-demo-42', [demo]), true);
  assert.equal(isAbandoned('stile-demo-7', [bystander]), true);
  assert.equal(isAbandoned('vpn', []), false);
  assert.equal(isAbandoned('stile-demo-x', []), false);
});

test('a process and a folder that a demo left are found without a journal, and are gone afterwards', async (context) => {
  if (process.platform !== 'linux') return;
  const left = makeWorkspace();
  context.after(() => removeWorkspace(left));
  const env = { [workspaceVariable]: left };
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); process.stdout.write("up")'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env,
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const found = await findLeftovers([left]);
  assert.deepEqual(
    found.processes.map(({ pid }) => pid),
    [child.pid],
  );
  const { processesLeft, things } = await undo({ ...found, namespaces: [], sockets: [] });
  await ended;
  assert.deepEqual({ processesLeft, things }, { processesLeft: 0, things: [] });
});
