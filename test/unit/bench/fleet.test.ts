// What a fleet of simulated devices reports, how often, and what it counts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '../../../bench/fleet/options.ts';
import { dueTurns } from '../../../bench/fleet/pace.ts';
import { reportOf } from '../../../bench/fleet/posture.ts';
import { makeTally } from '../../../bench/fleet/tally.ts';
import { profile } from '../../../shared/ems/profile.ts';
import { report } from '../../../shared/ems/report.ts';

const rules = [
  { id: 1, os: 'linux', type: 'file', negated: false, path: '/etc/corp/managed' },
  { id: 2, os: 'linux', type: 'running-process', negated: false, content: 'guard' },
  { id: 3, os: 'linux', type: 'os-version', negated: false, comparator: '>=', content: 'Debian 12' },
  { id: 4, os: 'windows', type: 'file', negated: false, path: 'C:\\corp\\managed' },
];
const asked = profile.parse({
  epoch: 'ep_AAAAAAAAAAAAAAAAAAAAAAAAAA',
  revision: 7,
  site: 'default',
  timers: { keepaliveMs: 60_000, poolIdleMs: 90_000 },
  domains: [],
  rules,
  ruleSets: [],
  messages: {},
  gateways: [],
  destinations: [],
});
const verdictsOf = (device: number, sequence: number) =>
  reportOf(device, sequence, asked).verdicts.filter(({ verdict }) => verdict === 'satisfied').length;

test('a device reports what the rules of its system ask for, as the wire wants it', () => {
  const made = reportOf(3, 5, asked);
  assert.deepEqual(report.parse(JSON.parse(JSON.stringify(made))), made);
  assert.equal(made.facts.length, 3);
  assert.equal(made.rulesRevision, 7);
  assert.equal(verdictsOf(3, 5), 3);
});

test('one report in a hundred lacks a fact, another one for each device', () => {
  const lacking = (device: number) =>
    Array.from({ length: 200 }, (_, at) => at + 1).filter((sequence) => verdictsOf(device, sequence) === 2);
  assert.deepEqual(lacking(0), [100, 200]);
  assert.deepEqual(lacking(30), [70, 170]);
});

test('a device without a profile reports no facts', () => {
  assert.deepEqual(reportOf(1, 1, null).facts, []);
});

test('turns come at an even rate, and those that were held up are made good', () => {
  assert.equal(dueTurns(1_000, 83, 0), 83);
  assert.equal(dueTurns(1_000, 83, 83), 0);
  assert.equal(dueTurns(1_500, 100, 100), 50);
  assert.equal(dueTurns(5_000, 0, 0), 0);
});

test('a window tells what happened since the one before', () => {
  let now = 0;
  const tally = makeTally(
    () => now,
    () => 0,
  );
  for (const latency of [10, 20, 30]) tally.answered(latency);
  tally.count('failed');
  now = 1_000;
  const first = tally.window({ connected: 2, cpuMs: 500 });
  assert.deepEqual([first.ms, first.cpuMs, first.answered, first.failed], [1_000, 500, 3, 1]);
  assert.deepEqual(first.latency, { median: 20, p95: 29, longest: 30 });
  now = 1_500;
  const second = tally.window({ connected: 2, cpuMs: 600 });
  assert.deepEqual([second.ms, second.cpuMs, second.answered, second.latency], [500, 100, 0, null]);
});

test('options become numbers, and what is missing is told', () => {
  const wanted = readOptions({ 'invitation-file': '/tmp/i', devices: '500', ems: 'ems.test:8013' });
  assert.deepEqual(wanted, {
    ems: 'ems.test:8013',
    invitationFile: '/tmp/i',
    devices: 500,
    keepaliveMs: 60_000,
    connectOverMs: 10_000,
    mode: 'alone',
  });
  assert.throws(() => readOptions({ devices: '500' }), /invitation-file/);
  assert.throws(() => readOptions({ 'invitation-file': '/tmp/i', devices: 'many' }), /devices/);
});
