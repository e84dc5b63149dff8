// What counts as an aim reached: ratios within rounds, and never with connections that failed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchReport } from '../../../../bench/bench.ts';
import type { StartedTunnel } from '../../../../bench/tunnel/lab/lab.ts';
import { burstReport } from '../../../../bench/tunnel/parts/burst.ts';
import { allSucceeded } from '../../../../bench/tunnel/parts/figures.ts';
import { firstByteReport } from '../../../../bench/tunnel/parts/first-byte.ts';
import { idleReport } from '../../../../bench/tunnel/parts/idle.ts';
import { rateReport } from '../../../../bench/tunnel/parts/rate.ts';
import { throughputReport } from '../../../../bench/tunnel/parts/throughput.ts';
import type { TunnelName } from '../../../../bench/tunnel/peers/tunnel-plan.ts';

const tunnel = (name: TunnelName): StartedTunnel => ({
  name,
  title: name,
  entrance: () => ({ address: '127.0.0.1', port: 1 }),
  ends: { client: [], server: [] },
});
const [direct, stile, stunnel] = [tunnel('direct'), tunnel('stile'), tunnel('stunnel')];

/** Speeds and costs of one direction, the same for both. */
const both = (speed: number[], cost: number[]) => ({
  mibPerSecond: { down: speed, up: speed },
  secondsPerGib: { down: cost, up: cost },
});
const burst = (p99: number, failed = 0) => ({ p50: [1], p99: [p99], failed });
const rate = (perSecond: number, failed = 0) =>
  new Map([[16, { perSecond: [perSecond], p50: [1], p99: [2], processorMs: [1], failed }]]);
const held = (opened: number, alive: number) => [{ wanted: 10, opened, alive, clientKib: 1, serverKib: 2 }];
const holding = { steps: [10], restMs: 1, checked: 5 };

/** Each row: what was measured, and whether each of its aims counts as reached. */
const rows: readonly (readonly [string, BenchReport, readonly boolean[]])[] = [
  [
    'in every round a little faster and cheaper than stunnel, on a machine that slowed down meanwhile',
    throughputReport(
      new Map([
        [stile, both([110, 55, 11], [0.9, 1.8, 9])],
        [stunnel, both([100, 50, 10], [1, 2, 10])],
      ]),
      '',
    ),
    [true, true, true, true],
  ],
  [
    'faster at more cost',
    throughputReport(
      new Map([
        [stile, both([110], [1.1])],
        [stunnel, both([100], [1])],
      ]),
      '',
    ),
    [true, false, true, false],
  ],
  ['one round trip and a little', firstByteReport(new Map([[stile, [9, 21.9, 80]]]), 1), [true, true]],
  ['a second round trip at 80 ms', firstByteReport(new Map([[stile, [0.1, 20, 160]]]), 1), [true, false]],
  [
    'a burst quicker than without a tunnel',
    burstReport(
      new Map([
        [direct, burst(40)],
        [stile, burst(30)],
      ]),
      1,
    ),
    [true],
  ],
  [
    'a burst that is quick because some failed',
    burstReport(
      new Map([
        [direct, burst(40)],
        [stile, burst(30, 1)],
      ]),
      1,
    ),
    [false],
  ],
  [
    'four times the new tunnels',
    rateReport(
      new Map([
        [stile, rate(400)],
        [stunnel, rate(100)],
      ]),
      '',
    ),
    [true],
  ],
  [
    'four times the new tunnels, of which one failed',
    rateReport(
      new Map([
        [stile, rate(400, 1)],
        [stunnel, rate(100)],
      ]),
      '',
    ),
    [false],
  ],
  ['all idle tunnels alive', idleReport(new Map([[stile, held(10, 5)]]), holding), [true]],
  ['an idle tunnel that is dead', idleReport(new Map([[stile, held(10, 4)]]), holding), [false]],
  ['an idle tunnel that was not to be had', idleReport(new Map([[stile, held(9, 5)]]), holding), [false]],
];

for (const [what, { goals, tables }, wanted] of rows)
  test(`${what}: ${wanted.map((isMet) => (isMet ? 'met' : 'missed')).join(', ')}`, () => {
    assert.deepEqual(
      goals.map(({ isMet }) => isMet),
      wanted,
    );
    for (const { columns, rows: lines } of tables) for (const line of lines) assert.equal(line.length, columns.length);
  });

test('a time of connections that failed is no time', () => {
  assert.throws(() => allSucceeded('nginx', { failed: 2 }), /2 connections through nginx failed/);
});
