// Asks the servers that are to be asked how they are, each at its own pace, and tells their pools.

import type { Logger } from '../../../shared/log.ts';
import type { ApiGateway, RealServer } from '../../config/web-schema.ts';
import { healthTimes } from './server-health.ts';
import type { PooledServer, ServerPool } from './server-pool.ts';

export type ProbeOutcome = { readonly kind: 'answered' } | { readonly kind: 'missed'; readonly why: string };

/** Asks a server once by its `health-check-proto`. Never throws; gives up when the signal says so. */
export type Probe = (server: RealServer, gateway: ApiGateway, signal: AbortSignal) => Promise<ProbeOutcome>;

/** Calls `task` once after so many milliseconds; the returned function takes that back. */
export type Schedule = (task: () => void, afterMs: number) => () => void;

export interface NamedPool {
  /** Of proxy and API gateway, for the log. */
  readonly name: string;
  readonly pool: ServerPool;
}

interface Check {
  /** What it asks: another question is another check. */
  readonly asks: string;
  stop(): void;
}

export interface CheckParts {
  readonly probe: Probe;
  readonly schedule: Schedule;
  readonly now: () => number;
  readonly log: Logger;
}

export class HealthChecks implements AsyncDisposable {
  readonly #parts: CheckParts;
  readonly #checks = new Map<PooledServer, Check>();
  readonly #running = new Set<Promise<void>>();

  constructor(parts: CheckParts) {
    this.#parts = parts;
  }

  /** Checks exactly the servers of these pools that are to be checked. */
  configure(pools: readonly NamedPool[]): void {
    const wanted = new Set<PooledServer>();
    for (const { name, pool } of pools) {
      for (const entry of pool.servers) {
        const { server } = entry;
        if (server['health-check'] === 'disable' || server.status === 'disable') continue;
        wanted.add(entry);
        const asks = JSON.stringify([pool.gateway.service, server]);
        if (this.#checks.get(entry)?.asks === asks) continue;
        this.#checks.get(entry)?.stop();
        this.#checks.set(entry, this.#start(asks, name, pool, entry));
      }
    }
    for (const [entry, check] of this.#checks) {
      if (wanted.has(entry)) continue;
      check.stop();
      this.#checks.delete(entry);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const check of this.#checks.values()) check.stop();
    this.#checks.clear();
    await Promise.all(this.#running);
  }

  #start(asks: string, name: string, pool: ServerPool, entry: PooledServer): Check {
    const stopped = new AbortController();
    let unschedule: () => void = () => undefined;
    const ask = () => {
      const running = this.#ask(name, pool, entry, stopped.signal).then(() => {
        this.#running.delete(running);
        if (!stopped.signal.aborted) unschedule = this.#parts.schedule(ask, healthTimes.everyMs);
      });
      this.#running.add(running);
    };
    ask();
    return {
      asks,
      stop() {
        stopped.abort();
        unschedule();
      },
    };
  }

  async #ask(name: string, pool: ServerPool, entry: PooledServer, stopped: AbortSignal): Promise<void> {
    const { probe, schedule, now, log } = this.#parts;
    const late = new AbortController();
    const unschedule = schedule(() => late.abort(), healthTimes.waitMs);
    const outcome = await probe(entry.server, pool.gateway, AbortSignal.any([stopped, late.signal]));
    unschedule();
    if (stopped.aborted) return;
    const before = entry.health.kind;
    pool.heard(entry, { ...outcome, at: now() });
    const { health } = entry;
    if (health.kind === before) return;
    const server = entry.key.replace(' ', ':');
    if (health.kind === 'down') log.warn('a real server is given up', { apiGateway: name, server, why: health.why });
    else if (before === 'down') log.info('a real server answers again', { apiGateway: name, server });
  }
}
