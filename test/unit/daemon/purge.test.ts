import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { purge } from '../../../daemon/purge.ts';
import type { ToolOutcome } from '../../../native/exec.ts';
import { installLayouts } from '../../../shared/install/layout.ts';
import { silentLog } from '../../../shared/log.ts';

const ana = { uid: 1_000, gid: 1_000, name: 'ana', directory: '/home/ana' };

async function purged(outcome: ToolOutcome, withData = false) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'stile-purge-'));
  const layout = {
    ...installLayouts.linux,
    data: path.join(folder, 'data'),
    configFile: path.join(folder, 'etc/agent.json'),
  };
  await mkdir(layout.data);
  await mkdir(path.dirname(layout.configFile));
  await writeFile(layout.configFile, '{}');
  const asked: (readonly string[])[] = [];
  const left = await purge({
    platform: 'linux',
    layout,
    log: silentLog,
    withData,
    ofUser: { program: '/usr/lib/stile/bin/node', args: ['/usr/lib/stile/stile.mjs'] },
    removal: {
      endPrograms: async () => 1,
      homesWith: async () => [ana],
      async asUser(home, program, args) {
        asked.push([home.name, program, ...args]);
        return outcome;
      },
    },
  });
  const there = [existsSync(layout.data), existsSync(layout.configFile)];
  await rm(folder, { recursive: true });
  return { left, asked, there };
}

const exited = (stdout: string, code = 0): ToolOutcome => ({ kind: 'exited', code, stdout, stderr: '' });

test('each user is taken care of by the command, as that user', async () => {
  const { left, asked, there } = await purged(exited('{"result":{"removed":[],"left":[]}}'));
  assert.deepEqual(asked, [
    ['ana', '/usr/lib/stile/bin/node', '/usr/lib/stile/stile.mjs', 'session', '--forget', '--json'],
  ]);
  assert.deepEqual(left, []);
  assert.deepEqual(there, [true, true]);
});

test('with data, enrolment and settings go, too', async () => {
  assert.deepEqual((await purged(exited('{"result":{"left":[]}}'), true)).there, [false, false]);
});

for (const [situation, outcome, left] of [
  ['something of a user is left', exited('{"result":{"left":["the keyring is locked"]}}', 1), 'the keyring is locked'],
  ['the command fails', exited('{"error":{}}', 3), 'nothing could be removed (status 3)'],
  ['the command prints nothing', exited(''), 'nothing could be removed (status 0)'],
  ['the command hangs', { kind: 'timed-out' }, 'nothing could be removed (timed-out)'],
] as const)
  test(`where ${situation}, it is named and the rest goes on`, async () => {
    const { left: found, there } = await purged(outcome, true);
    assert.deepEqual(found, [`ana: ${left}`]);
    assert.deepEqual(there, [false, false]);
  });
