// Takes the measurements one after the other, on an EMS and a fleet of real programs.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { siteName } from '../../shared/ids.ts';
import { memoryKib } from '../tunnel/lab/memory.ts';
import { processorSeconds } from '../tunnel/lab/processor-time.ts';
import { type AtRate, type Figures, isSustained } from './figures.ts';
import { type FleetProcess, startFleet } from './fleet-process.ts';
import type { LoneEms } from './lone-ems.ts';
import { putRules, turnFirstRule } from './rules.ts';
import type { Sizes } from './sizes.ts';

export interface MeasurementWorld {
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

export async function takeMeasurements(
  ems: LoneEms,
  sizes: Sizes,
  { signal, progress }: MeasurementWorld,
): Promise<Figures> {
  const { devices } = sizes;
  await ems.start({ keepaliveMs: sizes.keepaliveMs });
  await putRules(ems.admin);
  await using fleet = await startFleet(await inviteFleet(ems, devices), devices, { signal, say: progress });
  progress(`${devices} devices enrol`);
  const enrolment = await withCpu(ems, () => fleet.ask({ order: 'enrol' }, 'enrolled'));
  progress(`enrolled after ${seconds(enrolment.ms)}; they connect`);
  // A process that has not seen them yet: what it holds before is its own.
  await ems.stop();
  await ems.start({ keepaliveMs: sizes.keepaliveMs });
  await sleep(sizes.settleMs, undefined, { signal });
  const withoutKib = memoryKib([ems.pid]);
  const connecting = await withCpu(ems, () => fleet.ask({ order: 'connect', overMs: sizes.connectOverMs }, 'settled'));
  await sleep(sizes.settleMs, undefined, { signal });
  const withKib = memoryKib([ems.pid]);
  progress(`all are connected after ${seconds(connecting.ms)}; they report`);
  const reports = await rising(ems, fleet, sizes, signal);
  progress('a rule is changed');
  const change = await ruleChange(ems, fleet);
  progress('the EMS is restarted');
  const restart = await restarted(ems, fleet, sizes);
  const beats = await beatsOf(ems, fleet, sizes);
  return { devices, enrolment, connecting, memory: { withoutKib, withKib }, reports, change, restart, beats };
}

async function inviteFleet(ems: LoneEms, uses: number): Promise<string> {
  const { invitation } = await ems.admin.call('invite', {
    role: 'device',
    site: siteName.parse('default'),
    domains: ['fleet.test'],
    uses,
    expiresInMs: 3_600_000,
    note: 'a fleet',
  });
  const file = path.join(ems.workspace, 'invitation');
  writeFileSync(file, invitation, { mode: 0o600 });
  return file;
}

/** At the keepalive first, then faster and faster until it is too much. */
async function rising(
  ems: LoneEms,
  fleet: FleetProcess,
  sizes: Sizes,
  signal: AbortSignal,
): Promise<Figures['reports']> {
  const measure = async (perSecond: number): Promise<AtRate> => {
    fleet.tell({ order: 'rate', perSecond });
    await sleep(sizes.countMs / 4, undefined, { signal });
    const { emsCpuMs, ...counted } = await withCpu(ems, () => fleet.counted(sizes.countMs));
    return { perSecond, counted, emsCpuMs };
  };
  const atKeepalive = await measure((sizes.devices * 1_000) / sizes.keepaliveMs);
  const faster: AtRate[] = [];
  for (const rate of sizes.rates) {
    if (faster.some((each) => !isSustained(each))) break;
    faster.push(await measure(rate));
  }
  fleet.tell({ order: 'rate', perSecond: 0 });
  await sleep(sizes.settleMs, undefined, { signal });
  return [atKeepalive, ...faster];
}

async function ruleChange(ems: LoneEms, fleet: FleetProcess): Promise<Figures['change']> {
  await fleet.ask({ order: 'mark' }, 'marked');
  const began = performance.now();
  await turnFirstRule(ems.admin);
  const answeredMs = performance.now() - began;
  const { toldMs, ms } = await fleet.ask({ order: 'await-change' }, 'heard');
  return { answeredMs, toldMs, reportedMs: ms };
}

/** It comes back with faster beats, which the next measurement needs. */
async function restarted(ems: LoneEms, fleet: FleetProcess, sizes: Sizes): Promise<Figures['restart']> {
  await fleet.ask({ order: 'mark' }, 'marked');
  const began = performance.now();
  await ems.stop();
  await ems.start({ keepaliveMs: sizes.keepaliveMs, beatIntervalMs: sizes.beatIntervalMs });
  const servingMs = performance.now() - began;
  const order = { order: 'await-return', withinMs: sizes.returnWithinMs } as const;
  const { connectedAfterMs, ms, missing } = await fleet.ask(order, 'settled');
  return { servingMs, connectedMs: connectedAfterMs, reportedMs: ms, missing };
}

async function beatsOf(ems: LoneEms, fleet: FleetProcess, sizes: Sizes): Promise<Figures['beats']> {
  const { emsCpuMs, beats, ms } = await withCpu(ems, () => fleet.counted(sizes.countMs));
  const wanted = (sizes.devices * 1_000) / sizes.beatIntervalMs;
  return { perSecond: (beats * 1_000) / ms, wanted, emsCpuMs, count: beats };
}

async function withCpu<T extends object>(
  ems: LoneEms,
  work: () => Promise<T>,
): Promise<T & { readonly emsCpuMs: number }> {
  const before = processorSeconds([ems.pid]);
  const done = await work();
  return { ...done, emsCpuMs: (processorSeconds([ems.pid]) - before) * 1_000 };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
