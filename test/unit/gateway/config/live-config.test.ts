// The gateway's file while others write beside it: access logs may lie in the same directory.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openConfig } from '../../../../gateway/config/live-config.ts';
import { type Logger, silentLog } from '../../../../shared/log.ts';

const yaml = (policy: string) => `
traffic-forward-proxy: { listen: '127.0.0.1:0', addresses: ['127.0.0.1:1'] }
ztna-destination: [{ name: crm, address: crm.corp.test, mappedport: 80 }]
policy: [{ name: ${policy}, action: accept, ztna-destination: all, ztna-ems-tag: none }]
metrics: disable
`;

/** A configuration in a directory in which something changes all the time. */
async function busy() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-live-'));
  const file = path.join(directory, 'gateway.yaml');
  await writeFile(file, yaml('first'));
  const errors: string[] = [];
  const log: Logger = { ...silentLog, error: (message) => void errors.push(message) };
  const loads = new EventTarget();
  const config = await openConfig(file, log, () => loads.dispatchEvent(new Event('loaded')));
  const writing = setInterval(() => appendFileSync(path.join(directory, 'access.log'), 'line\n'), 10);
  return {
    file,
    config,
    errors,
    loaded: () => new Promise<void>((resolve) => loads.addEventListener('loaded', () => resolve(), { once: true })),
    async [Symbol.asyncDispose]() {
      clearInterval(writing);
      await config[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}

test('a saved file counts also while something beside it changes all the time', { timeout: 20_000 }, async () => {
  await using there = await busy();
  const loaded = there.loaded();
  await writeFile(there.file, yaml('second'));
  await loaded;
  assert.equal(there.config.current.policy[0]?.name, 'second');
});

test('a bad file is complained of once, however often something beside it changes', { timeout: 20_000 }, async () => {
  await using there = await busy();
  await writeFile(there.file, 'no: configuration');
  while (there.errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  // What is read after this was read after the bad file.
  const loaded = there.loaded();
  await new Promise((resolve) => setTimeout(resolve, 600));
  await writeFile(there.file, yaml('third'));
  await loaded;
  assert.equal(there.config.current.policy[0]?.name, 'third');
  assert.equal(there.errors.length, 1);
});
