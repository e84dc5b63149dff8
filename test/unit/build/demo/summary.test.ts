// The summary: well is only what went well altogether.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundOnThePath } from '../../../../build/demo/stories/path/found.ts';
import { foundOnRefusals } from '../../../../build/demo/stories/refusals.ts';
import { type CleanUp, emptyOutcome, type Outcome, summarize, troubleOf } from '../../../../build/demo/summary.ts';

const clean: CleanUp = { hostsRestored: true, processesLeft: 0, left: [] };
const good: Outcome = {
  ...emptyOutcome(),
  uid: 'A'.repeat(32),
  serial: 'B'.repeat(40),
  tags: ['managed'],
  transfer: { bytes: 1, sha256Match: true, mibPerSecond: 1 },
  ssh: { exitCode: 0 },
  postureLoss: { tag: 'managed', sessionCutAfterMs: 5, code: '065' },
  recovery: { afterMs: 5 },
};

test('a story that was told to its end on a clean machine is well', () => {
  assert.equal(summarize(foundOnThePath(good), true, clean).ok, true);
});

const spoilt: readonly [string, Outcome, boolean, CleanUp][] = [
  ['a step failed', good, false, clean],
  ['the hosts file differs', good, true, { ...clean, hostsRestored: false }],
  ['a process is left', good, true, { ...clean, processesLeft: 1 }],
  ['a namespace is left', good, true, { ...clean, left: ['the network namespace stile-demo-1'] }],
  ['the copy differs', { ...good, transfer: { bytes: 1, sha256Match: false, mibPerSecond: 1 } }, true, clean],
  ['ssh failed', { ...good, ssh: { exitCode: 255 } }, true, clean],
  ['ssh was left out', { ...good, ssh: null }, true, clean],
  ['nothing recovered', { ...good, recovery: null }, true, clean],
];

for (const [what, outcome, told, cleanup] of spoilt)
  test(`it is not well if ${what}`, () => {
    assert.equal(summarize(foundOnThePath(outcome), told, cleanup).ok, false);
  });

test('what is left is said as sentences', () => {
  const left = ['the listener on 127.0.0.1:8013'];
  assert.deepEqual(troubleOf({ ...clean, left }), ['the listener on 127.0.0.1:8013 is still there']);
});

const turned = { ...emptyOutcome(), uid: 'A'.repeat(32), refusals: { refused: 9, wronglyAccepted: 0 } };
const table = { cells: 24, empty: 0 };

test('refusals are well if nobody got in and no cell is empty', () => {
  const { isAll, facts } = foundOnRefusals({ ...turned, kill: table });
  assert.deepEqual([isAll, facts], [true, { refused: 9, wronglyAccepted: 0, killCells: 24, killEmpty: 0 }]);
});

const leaky: readonly [string, Partial<Outcome>][] = [
  ['somebody got in', { refusals: { refused: 8, wronglyAccepted: 1 }, kill: table }],
  ['nobody knocked', { refusals: { refused: 0, wronglyAccepted: 0 }, kill: table }],
  ['a cell is empty', { kill: { cells: 24, empty: 1 } }],
  ['the table was not come to', {}],
];

for (const [what, change] of leaky)
  test(`refusals are not well if ${what}`, () => {
    assert.equal(foundOnRefusals({ ...turned, ...change }).isAll, false);
  });
