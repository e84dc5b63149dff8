// Which kind of process the daemon has to be: by the key that is saved, else by the settings.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindFor } from '../../../../daemon/keys/launch.ts';
import { execArgvFor, kindOfThisProcess, type ProcessKind } from '../../../../daemon/keys/process-kind.ts';

const inTpm = '-----BEGIN TSS2 PRIVATE KEY-----\nMII=\n-----END TSS2 PRIVATE KEY-----\n';
const inFile = '-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n';
const state = (identity: unknown, pending: unknown = null) =>
  JSON.stringify({
    identity: identity === null ? null : { key: identity },
    pending: pending === null ? null : { key: pending },
  });

/** What is saved, what the settings want, what the process must be. */
const rows: readonly (readonly [string, string, ProcessKind, ProcessKind])[] = [
  ['nothing', '', 'tpm', 'tpm'],
  ['nothing', '', 'plain', 'plain'],
  ['something unreadable', '{"identity":', 'tpm', 'tpm'],
  ['a state without keys', state(null), 'tpm', 'tpm'],
  ['a key in the TPM', state(inTpm), 'plain', 'tpm'],
  ['a key in the file', state(inFile), 'tpm', 'plain'],
  ['a sealed key', state({ sealed: 'c2VhbA==' }), 'tpm', 'plain'],
  ['an enrolment begun in software', state(null, inFile), 'tpm', 'plain'],
  ['an enrolment begun in the TPM', state(null, inTpm), 'plain', 'tpm'],
  ['an old key in software and a new one in the TPM', state(inFile, inTpm), 'tpm', 'plain'],
];
for (const [claim, text, wanted, expected] of rows)
  test(`with ${claim}, and ${wanted} wanted, it is a ${expected} process`, () => {
    assert.equal(kindFor(text, wanted), expected);
  });

test('a process is started as it says of itself, and keeps its other options', () => {
  const asTpm = execArgvFor('tpm', '/data/tpm.cnf', ['--trace-warnings']);
  assert.deepEqual(asTpm, ['--trace-warnings', '--openssl-config=/data/tpm.cnf']);
  assert.equal(kindOfThisProcess(asTpm), 'tpm');
  assert.deepEqual(execArgvFor('tpm', '/data/tpm.cnf', asTpm), asTpm);
  assert.deepEqual(execArgvFor('plain', '', asTpm), ['--trace-warnings']);
  assert.equal(kindOfThisProcess(['--trace-warnings']), 'plain');
});
