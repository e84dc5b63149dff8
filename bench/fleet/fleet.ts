// A fleet of simulated devices: enrols them, connects them, lets them report in turn, and waits for what happens to them.

import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../shared/assert-never.ts';
import type { Invitation } from '../../shared/invitation/invitation.ts';
import type { Logger } from '../../shared/log.ts';
import { type FleetDevice, makeDevice, type Seen } from './device.ts';
import { enrolDevice } from './enrol.ts';
import type { Order, Said } from './messages.ts';
import { startPace } from './pace.ts';
import { makeTally } from './tally.ts';

export interface Fleet extends AsyncDisposable {
  /** Does what it is told; null where nothing is answered. @throws the signal's reason */
  obey(order: Order): Promise<Said | null>;
}

export interface FleetOptions {
  readonly invitation: Invitation;
  readonly devices: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

const enrolledAtOnce = 32;
const lookMs = 10;
const looksUntilSaid = 1_000;

export function makeFleet({ invitation, devices: wanted, signal, log }: FleetOptions): Fleet {
  const devices: FleetDevice[] = [];
  const tally = makeTally(() => performance.now(), cpuMs);
  let turn = 0;
  const pace = startPace(() => {
    devices[turn % devices.length]?.report();
    turn += 1;
  });
  let began = performance.now();

  async function enrol(): Promise<Said> {
    const numbers = Array.from({ length: wanted - devices.length }, (_, at) => devices.length + at).values();
    let failed = 0;
    async function work(): Promise<void> {
      for (const number of numbers) {
        signal.throwIfAborted();
        try {
          const identity = await enrolDevice(number, invitation);
          devices.push(makeDevice(number, { ems: invitation.ems, identity, tally, log }));
        } catch (error) {
          failed += 1;
          log.warn('a device could not enrol', { number, error });
        }
      }
    }
    await Promise.all(Array.from({ length: enrolledAtOnce }, work));
    return { said: 'enrolled', devices: devices.length, failed, ms: performance.now() - began };
  }

  function connect(overMs: number): void {
    for (const [at, device] of devices.entries())
      setTimeout(() => device.connect(), (overMs * at) / devices.length).unref();
  }

  /** Waits until it holds for every device, or the time is up; how many are missing then. Says now and then whom it still waits for. */
  async function until(holds: (seen: Seen) => boolean, withinMs = Number.POSITIVE_INFINITY): Promise<number> {
    const waiting = new Set(devices);
    const end = performance.now() + withinMs;
    for (let looks = 1; waiting.size > 0 && performance.now() < end; looks += 1) {
      signal.throwIfAborted();
      for (const device of waiting) if (holds(device.seen)) waiting.delete(device);
      if (looks % looksUntilSaid === 0) log.info('waiting', { devices: waiting.size, of: devices.length });
      await sleep(lookMs, undefined, { signal });
    }
    return waiting.size;
  }

  async function settled(from: number, isSettled: (seen: Seen) => boolean, withinMs?: number): Promise<Said> {
    const missing = await until(isSettled, withinMs);
    const latest = (of: (seen: Seen) => number) => Math.max(...devices.map(({ seen }) => of(seen))) - from;
    return {
      said: 'settled',
      connectedAfterMs: latest((seen) => seen.connectedAt),
      ms: latest((seen) => seen.reportedAt),
      missing,
    };
  }

  async function heard(from: number): Promise<Said> {
    await until((seen) => seen.changedAt >= from);
    const toldMs = Math.max(...devices.map(({ seen }) => seen.changedAt)) - from;
    await until((seen) => seen.reportedAt >= from);
    return { said: 'heard', toldMs, ms: Math.max(...devices.map(({ seen }) => seen.reportedAt)) - from };
  }

  return {
    async obey(order) {
      const now = performance.now();
      switch (order.order) {
        case 'mark':
          began = now;
          return { said: 'marked' };
        case 'enrol':
          began = now;
          return enrol();
        case 'connect':
          connect(order.overMs);
          return settled(now, (seen) => seen.reportedAt > 0);
        case 'await-return': {
          const from = began;
          const isBack = ({ lostAt, connectedAt, reportedAt }: Seen) =>
            lostAt >= from && connectedAt > lostAt && reportedAt > connectedAt;
          return settled(from, isBack, order.withinMs);
        }
        case 'await-change':
          return heard(began);
        case 'rate':
          pace.set(order.perSecond);
          return null;
        case 'window': {
          const connected = devices.filter(({ seen }) => seen.connectedAt > seen.lostAt).length;
          return { said: 'window', ...tally.window({ connected, cpuMs: cpuMs() }) };
        }
        default:
          return assertNever(order);
      }
    },
    async [Symbol.asyncDispose]() {
      pace[Symbol.dispose]();
      await Promise.all(devices.map((device) => device[Symbol.asyncDispose]()));
    },
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
