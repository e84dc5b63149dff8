// The story `refusals` on the real stack: everybody of its tables, live.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { runDemo } from './run-demo.ts';

const summary = z.object({
  ok: z.boolean(),
  refused: z.int(),
  wronglyAccepted: z.int(),
  killCells: z.int(),
  killEmpty: z.int(),
  cleanup: z.object({ hostsRestored: z.boolean(), processesLeft: z.int() }),
});

test('nobody of the table gets in, and nothing of the other table stays', async () => {
  await using demo = runDemo('refusals');
  assert.equal(await demo.exitCode, 0, demo.everything());
  const { refused, killCells, ...rest } = summary.parse(demo.lastWord());
  assert.deepEqual(rest, {
    ok: true,
    wronglyAccepted: 0,
    killEmpty: 0,
    cleanup: { hostsRestored: true, processesLeft: 0 },
  });
  assert.ok(refused >= 100, `${refused} were turned away`);
  assert.ok(killCells >= 24, `${killCells} cells`);
});
