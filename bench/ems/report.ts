// Makes tables and aims of what was measured of an EMS; pure.

import type { BenchReport, Goal } from '../bench.ts';
import { type AtRate, type Figures, isSustained } from './figures.ts';

const aims = { kibPerDevice: 60, enrolmentsPerSecond: 40, latencyMs: 250, toldMs: 5_000, returnedMs: 60_000 };

export function reportOf(figures: Figures): BenchReport {
  return { tables: [fleetTable(figures), reportsTable(figures)], goals: goals(figures) };
}

/** The highest rate that it kept up with, as answered. */
export function mostReports({ reports }: Pick<Figures, 'reports'>): number {
  return Math.max(0, ...reports.filter(isSustained).map(answeredPerSecond));
}

export function kibPerDevice({ memory, devices }: Pick<Figures, 'memory' | 'devices'>): number {
  return (memory.withKib - memory.withoutKib) / devices;
}

function fleetTable(figures: Figures) {
  const { devices, enrolment, connecting, memory, change, restart, beats } = figures;
  const each = (ms: number) => `${(ms / devices).toFixed(2)} ms`;
  return {
    id: 'ems-fleet',
    title: `One EMS and ${devices} devices`,
    method:
      'One EMS process with its embedded database; the devices are one other process on the same machine, with real keys, certificates and connections; 20 rules, 5 tags.',
    columns: ['what', 'measured', 'processor time of the EMS'],
    rows: [
      ['enrolments', `${perSecond(devices, enrolment.ms)} a second`, `${each(enrolment.emsCpuMs)} each`],
      ['all connected, with profile and first report', inSeconds(connecting.ms), `${each(connecting.emsCpuMs)} each`],
      ['memory without a device', `${Math.round(memory.withoutKib / 1_024)} MiB`, ''],
      ['memory for each connected device', `${kibPerDevice(figures).toFixed(1)} KiB`, ''],
      ['a rule changed: every tag decided anew, the administrator answered', inSeconds(change.answeredMs), ''],
      ['a rule changed: the last device told', inSeconds(change.toldMs), ''],
      ['a rule changed: the last device has reported by it', inSeconds(change.reportedMs), ''],
      ['the EMS restarted: it serves again', inSeconds(restart.servingMs), ''],
      ['the EMS restarted: the last device connected', inSeconds(restart.connectedMs), ''],
      ['the EMS restarted: the last device has reported', back(figures), ''],
      [
        `beats, ${Math.round(beats.wanted)} a second wanted`,
        `${Math.round(beats.perSecond)} a second`,
        `${((beats.emsCpuMs * 1_000) / Math.max(1, beats.count)).toFixed(0)} µs each`,
      ],
    ],
  };
}

function reportsTable({ reports }: Figures) {
  return {
    id: 'ems-reports',
    title: 'Reports',
    method:
      'Sent at an even rate by the devices in turn, whatever became of those before; one in fifty changes tags. Kept up: none failed, 97 % answered, p95 within a second. The first rate is that of the keepalive.',
    columns: [
      'reports a second',
      'answered',
      'median ms',
      'p95 ms',
      'EMS, of one core',
      'ms of it each',
      'fleet, of one core',
      '',
    ],
    rows: reports.map((each) => {
      const { counted, emsCpuMs } = each;
      return [
        each.perSecond.toFixed(0),
        answeredPerSecond(each).toFixed(0),
        counted.latency?.median.toFixed(1) ?? '–',
        counted.latency?.p95.toFixed(1) ?? '–',
        percent(emsCpuMs, counted.ms),
        (emsCpuMs / Math.max(1, counted.answered)).toFixed(2),
        percent(counted.cpuMs, counted.ms),
        isSustained(each) ? 'kept up' : 'too many',
      ];
    }),
  };
}

function goals(figures: Figures): readonly Goal[] {
  const { devices, enrolment, reports, change, restart } = figures;
  const [{ perSecond: due, counted }] = reports;
  const p95 = counted.latency?.p95 ?? Number.POSITIVE_INFINITY;
  const kib = kibPerDevice(figures);
  const enrolled = (devices * 1_000) / enrolment.ms;
  const most = mostReports(figures);
  return [
    goal(
      'memory of the EMS for each connected device',
      `≤ ${aims.kibPerDevice} KiB`,
      `${kib.toFixed(1)} KiB`,
      kib <= aims.kibPerDevice,
    ),
    goal(
      'a report at the rate of the keepalive',
      `≤ ${aims.latencyMs} ms at p95`,
      `${p95.toFixed(1)} ms`,
      p95 <= aims.latencyMs,
    ),
    goal('most reports a second', `≥ 4 × ${due.toFixed(0)}`, most.toFixed(0), most >= 4 * due),
    goal(
      'enrolments a second',
      `≥ ${aims.enrolmentsPerSecond}`,
      enrolled.toFixed(0),
      enrolment.failed === 0 && enrolled >= aims.enrolmentsPerSecond,
    ),
    goal(
      'the last device told of a changed rule',
      `≤ ${inSeconds(aims.toldMs)}`,
      inSeconds(change.toldMs),
      change.toldMs <= aims.toldMs,
    ),
    goal(
      'everybody back after a restart',
      `≤ ${inSeconds(aims.returnedMs)}`,
      back(figures),
      restart.missing === 0 && restart.reportedMs <= aims.returnedMs,
    ),
  ];
}

function back({ restart, devices }: Figures): string {
  const after = inSeconds(restart.reportedMs);
  return restart.missing === 0 ? after : `${devices - restart.missing} of ${devices} after ${after}`;
}

function goal(what: string, aim: string, measured: string, isMet: boolean): Goal {
  return { what, aim, measured, isMet };
}

const answeredPerSecond = ({ counted }: AtRate): number => (counted.answered * 1_000) / counted.ms;
const perSecond = (count: number, ms: number): string => ((count * 1_000) / ms).toFixed(0);
const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
const percent = (part: number, whole: number): string => `${((part * 100) / whole).toFixed(0)} %`;
