// Keys made in software and, where there is no TPM to be reached, not made at all.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { config } from '../../../../daemon/config.ts';
import { keyProvider } from '../../../../daemon/keys/key-provider.ts';
import { tpmProcess } from '../../../../daemon/keys/launch.ts';
import { noTpm } from '../../../../native/tpm/tpm.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { parseCsr } from '../../../../shared/node/x509/csr.ts';
import { foreignTpmKey } from '../../../doubles/foreign-tpm-key.ts';

const software = keyProvider({ wanted: 'plain', tpm: null, here: 'plain' });

test('a key in software is new, and its request is by it', async () => {
  const [one, other] = [await software.make(), await software.make()];
  assert.notEqual(one, other);
  const { csr, read } = await software.request(one, 'A'.repeat(32));
  assert.deepEqual(
    { ...(await parseCsr(csr)), publicKey: null },
    { ...read, publicKey: null },
    'what is taken from it without a check is what a check finds',
  );
  assert.deepEqual([software.isUsableHere(one), software.isWhereWanted(one)], [true, true]);
  assert.deepEqual([software.isUsableHere(foreignTpmKey), software.isWhereWanted(foreignTpmKey)], [false, false]);
});

test("without OpenSSL's provider there is no key in the TPM, and none in software instead", async () => {
  await using there = await scratch();
  const settings = config.parse({ dataDirectory: there.directory, machineKey: 'tpm2' });
  const provider = keyProvider({ wanted: 'tpm', tpm: await tpmProcess(settings, noTpm), here: 'plain' });
  await assert.rejects(provider.make(), isUnavailable(/not installed/));
  await assert.rejects(provider.request(foreignTpmKey, 'x'), isUnavailable(/not installed/));
  assert.match((await provider.whyUnusable(foreignTpmKey)) ?? '', /not installed/);
});

test('a process that did not reach its TPM makes keys in software, which are not taken for more', async () => {
  await using there = await scratch();
  // A configuration without the provider stands for one whose provider did not load.
  const empty = path.join(there.directory, 'absent.cnf');
  const provider = keyProvider({ wanted: 'tpm', tpm: { configFile: empty, environment: {} }, here: 'plain' });
  await assert.rejects(provider.make(), isUnavailable(/cannot be reached/));
  assert.match((await provider.whyUnusable(foreignTpmKey)) ?? '', /cannot be reached/);
});

function isUnavailable(why: RegExp) {
  return (error: unknown) => hasCode(error, 'machine-key-unavailable') && why.test(String(error.params['why']));
}

async function scratch() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-keys-'));
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}
