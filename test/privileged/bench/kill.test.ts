// The benchmark of cuts, with real programs: its figures, and that it leaves nothing behind.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { journalPlace } from '../../../build/demo/stage/journal.ts';
import { findLeftovers } from '../../../build/demo/stage/leftovers.ts';
import { rowsOf, runBench } from './run-bench.ts';

async function assertNothingLeft(): Promise<void> {
  const { processes, namespaces, workspaces } = await findLeftovers();
  assert.deepEqual({ processes, namespaces, workspaces }, { processes: [], namespaces: [], workspaces: [] });
  assert.equal(existsSync(journalPlace()), false);
}

test('both ways to lose a tag end the session, and every moment on the way is seen', async () => {
  await using bench = runBench('kill', '--quick');
  assert.equal(await bench.exitCode, 0, bench.said());
  const printed = bench.printed();
  assert.equal(printed.bench, 'kill');
  assert.deepEqual(
    printed.tables.map(({ id }) => id),
    ['kill', 'kill-tag', 'kill-posture'],
  );
  assert.equal(printed.goals.length, 2);
  assert.equal(rowsOf(printed, 'kill-posture').size, rowsOf(printed, 'kill-tag').size + 1);
  for (const { rows } of printed.tables)
    for (const [what, median, p95, longest] of rows)
      assert.ok(0 < Number(median) && Number(median) <= Number(p95) && Number(p95) <= Number(longest), what);
  await assertNothingLeft();
});

test('interrupted, it undoes everything', async () => {
  await using bench = runBench('kill', '--quick');
  await bench.whenSaid('2 times');
  bench.interrupt();
  assert.notEqual(await bench.exitCode, 0);
  await assertNothingLeft();
});
