// Checks the last lines of a test run, which people and machines read.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countsOf, summary } from '../../../../build/run/summary.ts';

const three = { tests: 3, passed: 3, failed: 0, cancelled: 0, skipped: 0, todo: 0 };

describe('the summary', () => {
  test('ends with the counts of all rungs on a line of their own', () => {
    const { text, exitStatus } = summary(
      [
        { kind: 'run', rung: 'unit', counts: three, tookMs: 10 },
        { kind: 'run', rung: 'contract', counts: { ...three, passed: 1, failed: 1, cancelled: 1 }, tookMs: 10 },
      ],
      false,
    );
    assert.match(text, /^4 passed, 2 failed\n$/m);
    assert.equal(exitStatus, 1);
  });

  test('says what was not run and why, without failing for it', () => {
    const { text, exitStatus } = summary([{ kind: 'not-run', rung: 'privileged', why: 'it needs root' }], false);
    assert.match(text, /privileged +NOT RUN: it needs root/);
    assert.equal(exitStatus, 0);
  });

  test('fails when it was interrupted', () => {
    assert.equal(summary([{ kind: 'run', rung: 'unit', counts: three, tookMs: 10 }], true).exitStatus, 1);
  });

  test('counts a suite that failed outside its tests', () => {
    assert.equal(countsOf({ success: false, counts: three }).failed, 1);
    assert.equal(countsOf({ success: true, counts: three }).failed, 0);
  });
});
