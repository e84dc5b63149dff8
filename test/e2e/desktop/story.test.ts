// The story `desktop` on the real stack: the shell in front of daemon, EMS and gateway.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { runDemo } from '../../privileged/demo/run-demo.ts';

const summary = z.object({
  ok: z.literal(true),
  runtime: z.enum(['electron', 'stand-in']),
  pages: z.literal(8),
  screenshots: z.array(z.string()).min(16),
  axeViolations: z.literal(0),
  firstPaintMs: z.number().positive(),
  rendererProcessesAfterClose: z.literal(0),
  shellMiB: z.object({ open: z.number().positive(), closed: z.number().positive() }),
  cleanup: z.object({ hostsRestored: z.literal(true), processesLeft: z.literal(0) }),
});

test('a person enrolls with the app, sees every page, loses access and gets it back, and the window leaves nothing', async (context) => {
  await using demo = runDemo('desktop');
  assert.equal(await demo.exitCode, 0, demo.everything());
  const found = summary.parse(demo.lastWord());
  context.diagnostic(`runtime: ${found.runtime}`);
});
