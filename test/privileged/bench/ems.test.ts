// The benchmark of the EMS, with a small fleet: its figures, and that it leaves nothing behind.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { journalPlace } from '../../../build/demo/stage/journal.ts';
import { findLeftovers } from '../../../build/demo/stage/leftovers.ts';
import { rowsOf, runBench } from './run-bench.ts';

test('a fleet enrols, reports, hears of a change, and comes back after a restart', async () => {
  await using bench = runBench('ems', '--quick');
  assert.equal(await bench.exitCode, 0, bench.said());
  const printed = bench.printed();
  assert.deepEqual(
    printed.tables.map(({ id }) => id),
    ['ems-fleet', 'ems-reports'],
  );
  assert.equal(printed.goals.length, 6);
  const reports = rowsOf(printed, 'ems-reports');
  for (const [rate, [answered]] of reports)
    assert.ok(Number(answered) > 0, `none of ${rate} reports a second was answered`);
  const { processes, workspaces } = await findLeftovers();
  assert.deepEqual({ processes, workspaces }, { processes: [], workspaces: [] });
  assert.equal(existsSync(journalPlace()), false);
});
