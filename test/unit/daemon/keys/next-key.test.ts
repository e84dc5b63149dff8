// Where the key of a renewal is made when the TPM is wanted and not there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyProvider } from '../../../../daemon/keys/key-provider.ts';
import { nextKey } from '../../../../daemon/keys/next-key.ts';
import { silentLog } from '../../../../shared/log.ts';
import { systemClock } from '../../../../shared/node/system-clock.ts';
import { foreignTpmKey } from '../../../doubles/foreign-tpm-key.ts';

const keys = keyProvider({ wanted: 'tpm', tpm: null, here: 'plain' });
const world = { keys, clock: { ...systemClock, now: () => 1_000 }, log: silentLog };
const software = await keys.make('plain');

test('a key in software that is due is followed by one in software', async () => {
  const next = await nextKey(world, { key: software, renewAt: 1_000 });
  assert.match(next, /^-----BEGIN PRIVATE KEY-----/);
  assert.notEqual(next, software);
});

test('one that is not due waits for the TPM, and one in the TPM is never followed by one in software', async () => {
  for (const before of [
    { key: software, renewAt: 1_001 },
    { key: foreignTpmKey, renewAt: 0 },
  ])
    await assert.rejects(nextKey(world, before), { code: 'machine-key-unavailable' });
});
