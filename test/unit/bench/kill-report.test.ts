// What is made of the moments of cuts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Measured, reportOf } from '../../../bench/kill/report.ts';
import type { Moments } from '../../../bench/kill/run.ts';

const at = (ended: number, noticed: number | null = null): Moments => ({
  done: 1,
  noticed,
  answered: ended + 5,
  lastByte: ended - 1,
  cut: ended - 2,
  ended,
});
const tag: Measured = { way: { id: 'tag', title: 'a rule set goes' }, runs: [at(10), at(30), at(20)] };

test('a cut counts from the change to the end of the socket', () => {
  const { tables, goals } = reportOf([tag]);
  assert.deepEqual(tables[0]?.rows, [['a rule set goes', '20.0', '29.0', '30.0']]);
  assert.deepEqual(goals, [
    { what: 'session cut after: a rule set goes', aim: '≤ 250 ms at p95', measured: '29 ms', isMet: true },
  ]);
});

test('the aim is missed when one run in ten takes too long', () => {
  const runs = Array.from({ length: 100 }, (_, run) => at(run < 90 ? 10 : 251));
  assert.deepEqual(
    reportOf([{ ...tag, runs }]).goals.map(({ isMet }) => isMet),
    [false],
  );
});

test('moments that a way does not have are left out, the others stand in their order', () => {
  const posture: Measured = { way: { id: 'posture', title: 'a file goes' }, runs: [at(10, 4), at(12, 6)] };
  const [, ofTag, ofPosture] = reportOf([tag, posture]).tables;
  assert.equal(ofPosture?.rows.length, (ofTag?.rows.length ?? 0) + 1);
  assert.deepEqual(ofPosture?.rows[1]?.slice(1), ['5.0', '5.9', '6.0']);
});
