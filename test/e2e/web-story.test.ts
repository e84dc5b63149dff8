// The story `web` on the real stack: Debian's Chromium in front of gateway, agent and EMS.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { runDemo } from '../privileged/demo/run-demo.ts';

const summary = z.object({
  ok: z.boolean(),
  chromium: z.object({
    version: z.string().regex(/^[0-9.]+$/),
    opened: z.literal(true),
    uidSeen: z.literal(true),
    prompted: z.literal(false),
    revokedWithinMs: z.number(),
    restored: z.literal(true),
  }),
  clientCert: z.array(z.object({ mode: z.string(), expected: z.string(), got: z.string() })).min(7),
  codes: z.record(z.string(), z.literal(true)),
  openssl: z.object({
    chain: z.literal(true),
    crl: z.literal('good, then revoked'),
    ocsp: z.literal('good, then revoked'),
  }),
  cleanup: z.object({ hostsRestored: z.literal(true), processesLeft: z.literal(0) }),
});

test('a browser opens the application without a question, loses it with its certificate, and gets it back with the next', async () => {
  await using demo = runDemo('web');
  assert.equal(await demo.exitCode, 0, demo.everything());
  const found = summary.parse(demo.lastWord());
  assert.equal(found.ok, true);
  assert.equal(Object.keys(found.codes).length, 13);
  assert.deepEqual(
    found.clientCert.filter(({ expected, got }) => expected !== got),
    [],
  );
});
