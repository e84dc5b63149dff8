import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ToolOutcome } from '../../../../native/exec.ts';
import { readLocked } from '../../../../native/secret-store/secret-service.ts';

const reply = 'method return time=1795785450.06 sender=:1.6 -> destination=:1.23 serial=39 reply_serial=2\n';
const exited = (code: number, stdout: string, stderr = ''): ToolOutcome => ({ kind: 'exited', code, stdout, stderr });
const refusal = (name: string) => exited(1, '', `Error org.freedesktop.DBus.Error.${name}: some words\n`);

const answers: readonly [string, ToolOutcome, string][] = [
  ['an open collection', exited(0, `${reply}   variant       boolean false\n`), 'ok'],
  ['a locked one', exited(0, `${reply}   variant       boolean true\n`), 'locked'],
  ['nothing, with success', exited(0, ''), 'absent'],
  ['a value with failure', exited(1, `${reply}   variant       boolean false\n`), 'absent'],
  ['another type', exited(0, `${reply}   variant       string "boolean false"\n`), 'absent'],
  ['nobody who offers it', refusal('ServiceUnknown'), 'absent'],
  ['no such collection', refusal('UnknownObject'), 'absent'],
  ['no bus', exited(1, '', 'Failed to open connection to "session" message bus: no\n'), 'absent'],
  ['silence', { kind: 'timed-out' }, 'absent'],
  ['no tool', { kind: 'missing' }, 'absent'],
];

describe('the state of the Secret Service after', () => {
  for (const [what, outcome, kind] of answers)
    test(`${what} is ${kind}`, () => {
      assert.equal(readLocked(outcome).kind, kind);
    });
});
