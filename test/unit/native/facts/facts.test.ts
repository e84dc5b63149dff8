// Time limits and failures of probes: both are unknown readings, and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factSource, factSourceOf } from '../../../../native/facts/facts.ts';
import type { ProbeTable } from '../../../../native/facts/probe.ts';
import { factName, firewallFact, osVersionFact } from '../../../../shared/posture/fact-name.ts';

const never = new AbortController().signal;

const probes: ProbeTable = {
  osVersion: () => Promise.reject(new Error('broken')),
  file: async (path) => ({ kind: 'known', value: { kind: 'file', exists: path === '/there' } }),
  runningProcess: async () => ({ kind: 'unknown', reason: 'not-permitted' }),
  ipAddresses: () => {
    throw new Error('broken before it began');
  },
  firewall: () => new Promise(() => undefined),
  diskEncryption: (signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('told to stop')))),
};

test('a probe is asked about the thing that the name names', async () => {
  const source = factSourceOf(probes);
  assert.deepEqual(await source.collect(factName.parse('file:/there'), never), {
    fact: 'file:/there',
    reading: { kind: 'known', value: { kind: 'file', exists: true } },
  });
});

test('a probe that fails, at once or later, knows nothing', async () => {
  const source = factSourceOf(probes);
  for (const name of ['os-version', 'ip-addresses']) {
    const { reading } = await source.collect(factName.parse(name), never);
    assert.deepEqual(reading, { kind: 'unknown', reason: 'unreadable' });
  }
});

test('a probe that does not answer in time is unknown, whether it listens or not', async () => {
  const source = factSourceOf(probes, { timeLimitMs: 5 });
  for (const name of ['firewall', 'disk-encryption']) {
    const { reading } = await source.collect(factName.parse(name), never);
    assert.deepEqual(reading, { kind: 'unknown', reason: 'timed-out' });
  }
});

test('who aborts gets an answer at once', async () => {
  const source = factSourceOf(probes, { timeLimitMs: 600_000 });
  const stop = new AbortController();
  const answer = source.collect(firewallFact, stop.signal);
  stop.abort();
  assert.deepEqual((await answer).reading, { kind: 'unknown', reason: 'timed-out' });
  assert.deepEqual((await source.collect(osVersionFact, stop.signal)).reading.kind, 'unknown');
});

test('a fact of a later release is unsupported', async () => {
  for (const name of ['antivirus', 'file:relative', 'running-process:/bin/sh', 'firewall:strict']) {
    const { reading } = await factSourceOf(probes).collect(factName.parse(name), never);
    assert.deepEqual(reading, { kind: 'unknown', reason: 'unsupported' });
  }
});

test('a system without probes of its own still tells what every system tells', async () => {
  const source = factSource('win32');
  assert.equal((await source.collect(factName.parse('ip-addresses'), never)).reading.kind, 'known');
  assert.deepEqual((await source.collect(firewallFact, never)).reading, { kind: 'unknown', reason: 'unsupported' });
});
