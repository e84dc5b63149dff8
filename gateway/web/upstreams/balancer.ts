// Chooses the real server for each request, remembers how they do, and asks them how they are.

import type { Clock } from '../../../shared/clock.ts';
import type { Logger } from '../../../shared/log.ts';
import type { ApiGateway, WebProxy } from '../../config/web-schema.ts';
import type { Balancer, Choice } from '../ports.ts';
import { HealthChecks, type Probe, type Schedule } from './health-checks.ts';
import { cookieFor, serverOfCookie } from './persistence-cookie.ts';
import { type PooledServer, ServerPool } from './server-pool.ts';

export interface BalancerParts {
  readonly clock: Clock;
  readonly probe: Probe;
  /** Calls later, once; a timer that tests can hold in their hands. */
  readonly schedule: Schedule;
  /** What persistence cookies are made with: of this gateway, the same after a restart. */
  readonly cookieKey: Uint8Array;
  readonly log: Logger;
}

export function makeBalancer(parts: BalancerParts): Balancer {
  const now = () => parts.clock.monotonic();
  const pools = new Map<string, ServerPool>();
  const checks = new HealthChecks({ ...parts, now });

  function poolOf(proxy: WebProxy, gateway: ApiGateway): ServerPool {
    const key = `${proxy.name} ${gateway.id}`;
    const known = pools.get(key);
    if (known !== undefined) return known;
    const made = new ServerPool(gateway, now);
    pools.set(key, made);
    return made;
  }

  function choiceOf(pool: ServerPool, entry: PooledServer, setCookie: string | null): Choice {
    entry.sessions += 1;
    let held = true;
    return {
      server: entry.server,
      id: entry.id,
      setCookie,
      answered(tookMs) {
        pool.measured(entry, tookMs);
        // Of a server with a health check only the check says that it is well again.
        if (entry.server['health-check'] === 'disable') pool.heard(entry, { kind: 'answered', at: now() });
      },
      failed: () => pool.heard(entry, { kind: 'missed', at: now(), why: 'a request could not be brought there' }),
      release() {
        if (held) entry.sessions -= 1;
        held = false;
      },
    };
  }

  return {
    configure(proxies) {
      const wanted = new Set<string>();
      for (const proxy of proxies) {
        for (const gateway of proxy['api-gateway']) {
          wanted.add(`${proxy.name} ${gateway.id}`);
          poolOf(proxy, gateway).configure(gateway);
        }
      }
      for (const key of [...pools.keys()]) if (!wanted.has(key)) pools.delete(key);
      checks.configure([...pools.entries()].map(([name, pool]) => ({ name, pool })));
    },
    choose(proxy, gateway, { host, address, cookie }) {
      const pool = poolOf(proxy, gateway);
      const persists = gateway.persistence === 'http-cookie';
      const meant = persists ? serverOfCookie(parts.cookieKey, proxy, gateway, cookie) : null;
      const entry = pool.next({ host, address }, meant);
      if (entry === null) return null;
      const isNew = persists && entry.server !== meant;
      return choiceOf(pool, entry, isNew ? cookieFor(parts.cookieKey, proxy, gateway, entry.server) : null);
    },
    [Symbol.asyncDispose]: () => checks[Symbol.asyncDispose](),
  };
}
