// What is made of the figures of an EMS.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AtRate, type Figures, isSustained } from '../../../bench/ems/figures.ts';
import { kibPerDevice, mostReports, reportOf } from '../../../bench/ems/report.ts';

function atRate(perSecond: number, over: Partial<AtRate['counted']> = {}): AtRate {
  const count = perSecond * 2;
  const counted = {
    ms: 2_000,
    connected: 100,
    due: count,
    sent: count,
    answered: count,
    failed: 0,
    skipped: 0,
    latency: { median: 5, p95: 20, longest: 40 },
    beats: 0,
    changes: 0,
    lost: 0,
    cpuMs: 500,
    ...over,
  };
  return { perSecond, counted, emsCpuMs: 1_000 };
}

const figures: Figures = {
  devices: 100,
  enrolment: { ms: 2_000, emsCpuMs: 1_000, failed: 0 },
  connecting: { ms: 1_000, emsCpuMs: 500 },
  memory: { withoutKib: 100_000, withKib: 105_000 },
  reports: [atRate(10), atRate(40), atRate(80, { skipped: 1 })],
  change: { answeredMs: 10, toldMs: 20, reportedMs: 30 },
  restart: { servingMs: 500, connectedMs: 1_000, reportedMs: 1_500, missing: 0 },
  beats: { perSecond: 990, wanted: 1_000, emsCpuMs: 100, count: 2_000 },
};

const faults: readonly (readonly [string, Partial<AtRate['counted']>])[] = [
  ['a report failed', { failed: 1 }],
  ['a device still waited when its turn came', { skipped: 1 }],
  ['too few were answered', { answered: 30 }],
  ['answers came late', { latency: { median: 900, p95: 1_001, longest: 2_000 } }],
  ['none was answered', { answered: 0, latency: null }],
];
for (const [why, over] of faults)
  test(`a rate is too high when ${why}`, () => assert.equal(isSustained(atRate(20, over)), false));

test('the most reports are those of the highest rate it kept up with', () => {
  assert.equal(isSustained(atRate(20)), true);
  assert.equal(mostReports(figures), 40);
});

test('memory counts by what was there before, for each device', () => {
  assert.equal(kibPerDevice(figures), 50);
});

test('each aim is met or missed by its own figure', () => {
  const missed = (over: Partial<Figures>) =>
    reportOf({ ...figures, ...over }).goals.flatMap(({ what, isMet }) => (isMet ? [] : [what]));
  assert.deepEqual(missed({}), []);
  assert.deepEqual(missed({ memory: { withoutKib: 0, withKib: 6_001 } }), [
    'memory of the EMS for each connected device',
  ]);
  assert.deepEqual(missed({ reports: [atRate(10), atRate(39)] }), ['most reports a second']);
  assert.deepEqual(missed({ enrolment: { ...figures.enrolment, failed: 1 } }), ['enrolments a second']);
  assert.deepEqual(missed({ enrolment: { ...figures.enrolment, ms: 2_600 } }), ['enrolments a second']);
  assert.deepEqual(missed({ change: { ...figures.change, toldMs: 5_001 } }), [
    'the last device told of a changed rule',
  ]);
  assert.deepEqual(missed({ restart: { ...figures.restart, reportedMs: 60_001 } }), ['everybody back after a restart']);
});

test('who is not back when the time is up is told, and misses the aim', () => {
  const late = reportOf({ ...figures, restart: { ...figures.restart, missing: 7 } });
  const found = late.goals.find(({ what }) => what === 'everybody back after a restart');
  assert.deepEqual([found?.measured, found?.isMet], ['93 of 100 after 1.50 s', false]);
});

test('every row has a cell for each column', () => {
  for (const { columns, rows } of reportOf(figures).tables)
    for (const row of rows) assert.equal(row.length, columns.length, row[0]);
});
