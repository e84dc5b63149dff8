// Attack: a program or library that is found before the real one, by the path or by a variable of whoever started us.

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { runTool } from '../../../native/exec.ts';
import { platformFor } from '../../../native/platform.ts';
import { factName } from '../../../shared/posture/fact-name.ts';

/** What would make a child load or run something of somebody else's. */
const variables = [
  'PATH',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'LD_AUDIT',
  'DYLD_INSERT_LIBRARIES',
  'NODE_OPTIONS',
  'NODE_PATH',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'BASH_ENV',
  'ENV',
  'IFS',
  'PYTHONPATH',
  'GCONV_PATH',
  'NOTIFY_SOCKET',
] as const;

describe('the environment of whoever started us', () => {
  let folder: string;
  let traces: string;
  const kept: Record<string, string | undefined> = {};

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stile-planted-'));
    traces = path.join(folder, 'traces');
    await mkdir(traces);
    // Each leaves a trace if it runs.
    for (const name of ['cp', 'env', 'id', 'loginctl', 'nft', 'lsblk', 'ss', 'sh']) {
      await writeFile(path.join(folder, name), `#!/bin/sh\n: > ${traces}/${name}\n`);
      await chmod(path.join(folder, name), 0o755);
    }
    for (const name of variables) {
      kept[name] = process.env[name];
      process.env[name] = folder;
    }
  });
  after(async () => {
    for (const name of variables) {
      const value = kept[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true });
  });

  for (const name of variables)
    test(`does not reach a tool by ${name}`, async () => {
      const outcome = await runTool('/usr/bin/env', []);
      assert.ok(outcome.kind === 'exited');
      assert.doesNotMatch(outcome.stdout, new RegExp(`^${name}=.*stile-planted`, 'm'));
    });

  test('makes no tool find a program of somebody else by its name', async () => {
    const outcome = await runTool('/bin/sh', ['-c', 'env; cp --version; id']);
    assert.ok(outcome.kind === 'exited');
    assert.deepEqual(await readdir(traces), []);
  });

  test('makes nothing that the agent asks of the system run one', async () => {
    const platform = platformFor(process.platform);
    const hosts = path.join(folder, 'hosts');
    await writeFile(hosts, '127.0.0.1 localhost\n');
    const stateDir = path.join(folder, 'state');
    const file = platform.hostsFile({ path: hosts, stateDir });
    const applied = await file.apply([{ address: '127.235.0.1', name: 'crm.corp.test' }]);
    assert.equal(applied.kind, 'written');
    await platform.localUsers.withSession();
    const facts = platform.facts();
    for (const name of ['firewall', 'disk-encryption', 'os-version'])
      await facts.collect(factName.parse(name), AbortSignal.timeout(30_000));
    assert.deepEqual(await readdir(traces), []);
  });
});
