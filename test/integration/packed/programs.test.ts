// Programs as they are packed: on their own Node, with only what lies beside them.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { writeEntries } from '../../../build/package/contents/entry.ts';
import type { Product } from '../../../build/package/programs/products.ts';
import { programEntries } from '../../../build/package/programs/program-entries.ts';
import { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';

const release = { version: '7.8.9', epoch: 1_700_000_000, commit: null, obstacles: [] };

describe('packed programs', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stile-packed-'));
    for (const product of ['agent', 'ems', 'gateway'] as const) await lay(product);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Node is a hundred megabytes: it is not copied. */
  async function lay(product: Product): Promise<void> {
    const { entries } = await programEntries(product, 'linux', release);
    const isNode = (place: string) => place === 'bin/node';
    await writeEntries(
      path.join(folder, product),
      entries.filter((entry) => !isNode(entry.path)),
      release.epoch,
    );
    const node = entries.find((entry) => isNode(entry.path));
    assert(node?.kind === 'file' && node.content.kind === 'copy');
    await symlink(node.content.of, path.join(folder, product, 'node'));
  }

  const run = (product: Product, args: readonly string[]) =>
    promisify(execFile)(path.join(folder, product, 'node'), args, { cwd: path.join(folder, product), env: {} });

  const said: ReadonlyArray<readonly [product: Product, args: readonly string[], what: RegExp]> = [
    ['agent', ['stile-agent.mjs', '--help'], /^Usage: stile-agent/],
    ['agent', ['clean-up.mjs', '--help'], /clean-up/],
    ['agent', ['purge.mjs', '--help'], /purge\.mjs/],
    ['agent', ['stile.mjs', '--help'], /stile status/],
    ['gateway', ['stile-gateway.mjs', '--version'], /^7\.8\.9$/m],
    ['gateway', ['stile.mjs', 'gateway', '--help'], /sessions/],
    ['ems', ['stile-ems.mjs', '--help'], /^Usage: stile-ems/],
    ['ems', ['stile.mjs', 'ems', '--help'], /admin/],
  ];
  for (const [product, args, what] of said)
    test(`${product}: ${args.join(' ')} answers`, async () => assert.match((await run(product, args)).stdout, what));

  for (const native of ['koffi', '@napi-rs/keyring'])
    test(`agent: ${native} loads from beside the programs`, async () => {
      const script = `console.log(import.meta.resolve('${native}')); await import('${native}')`;
      const { stdout } = await run('agent', ['--input-type=module', '--eval', script]);
      assert.ok(stdout.startsWith(`file://${folder}/agent/node_modules/`), stdout);
    });

  test('the process that makes keys is found beside the agent', async () => {
    const child = spawn(path.join(folder, 'agent', 'node'), [path.join(folder, 'agent', 'key-process.mjs')], {
      env: {},
    });
    child.stdin.end(JSON.stringify({ kind: 'make' }));
    assert.match(await text(child.stdout), /PRIVATE KEY/);
  });

  test('the EMS serves its console and knows its release', async () => {
    const free = { host: '127.0.0.1', port: 0 };
    const config = path.join(folder, 'ems.json');
    await writeFile(config, JSON.stringify({ agent: free, gateway: free, public: free, console: free }));
    const socket = path.join(folder, 'run', 'admin.sock');
    const args = ['stile-ems.mjs', '--config', config, '--data', path.join(folder, 'data'), '--admin-socket', socket];
    const child = spawn(path.join(folder, 'ems', 'node'), args, { cwd: path.join(folder, 'ems'), env: {} });
    const ended = once(child, 'exit');
    try {
      for await (const line of createInterface({ input: child.stderr })) if (line.includes('the EMS is up')) break;
      await using admin = await connectLocal(emsAdminContract, socket);
      const { listeners } = await admin.call('status', {});
      const [response] = await once(get(listeners.console ?? '', { rejectUnauthorized: false }), 'response');
      assert.match(await text(response), /<script type="module"/);
    } finally {
      child.kill();
      await ended;
    }
  });
});
