// What a tool that came to no answer lets us know: nothing, and why.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToolOutcome } from '../../../../native/exec.ts';
import { unknownAfter } from '../../../../native/facts/probe.ts';
import type { UnknownReason } from '../../../../shared/posture/fact.ts';

const reasons: readonly (readonly [Exclude<ToolOutcome, { kind: 'exited' }>, UnknownReason])[] = [
  [{ kind: 'missing' }, 'not-available'],
  [{ kind: 'not-permitted' }, 'not-permitted'],
  [{ kind: 'timed-out' }, 'timed-out'],
  [{ kind: 'aborted' }, 'timed-out'],
  [{ kind: 'output-too-large' }, 'unreadable'],
  [{ kind: 'signalled', signal: 'SIGKILL' }, 'unreadable'],
  [{ kind: 'failed', code: 'EMFILE' }, 'unreadable'],
];

for (const [outcome, reason] of reasons)
  test(`a tool that ended as ${outcome.kind} leaves the fact unknown: ${reason}`, () => {
    assert.deepEqual(unknownAfter(outcome), { kind: 'unknown', reason });
  });
