// Knows the real servers of one API gateway: which may be used, how loaded they are, and which one is next.

import type { ApiGateway, RealServer } from '../../config/web-schema.ts';
import { type Candidate, creditsAfter, type PickQuestion, pickServer } from './pick-server.ts';
import {
  checkedHealth,
  type HealthEvent,
  isUsable,
  type ServerHealth,
  uncheckedHealth,
  unproven,
} from './server-health.ts';

/** A server in its pool; lives as long as it stays in the file. */
export interface PooledServer extends Candidate {
  server: RealServer;
  /** Place in the file, from 1. */
  id: number;
  sessions: number;
  credit: number;
  health: ServerHealth;
  measured: { readonly rttMs: number; readonly at: number } | null;
}

/** A measurement that is older says nothing of now. */
const measuredForMs = 60_000;
/** How much of a new measurement counts. */
const smoothing = 0.3;

export class ServerPool {
  readonly #now: () => number;
  #gateway: ApiGateway;
  #servers: readonly PooledServer[] = [];
  #turn = 0;

  constructor(gateway: ApiGateway, now: () => number) {
    this.#now = now;
    this.#gateway = gateway;
    this.configure(gateway);
  }

  get gateway(): ApiGateway {
    return this.#gateway;
  }

  get servers(): readonly PooledServer[] {
    return this.#servers;
  }

  /** What is known of servers that stay is kept; whose turn it is begins anew with another method. */
  configure(gateway: ApiGateway): void {
    if (gateway['ldb-method'] !== this.#gateway['ldb-method']) {
      this.#turn = 0;
      for (const entry of this.#servers) entry.credit = 0;
    }
    const known = new Map(this.#servers.map((entry) => [entry.key, entry]));
    this.#gateway = gateway;
    this.#servers = gateway.realservers.map((server, at) => {
      const entry = known.get(serverKey(server)) ?? this.#newcomer(server);
      entry.server = server;
      entry.id = at + 1;
      return entry;
    });
  }

  /** The server for a request: the one its cookie means while it may be used, else one by the method. */
  next(question: Omit<PickQuestion, 'turn'>, meant: RealServer | null): PooledServer | null {
    const mine = this.#servers.find((entry) => entry.server === meant);
    if (mine !== undefined && mine.server.status !== 'disable' && this.#isUsable(mine)) return mine;
    const candidates = this.#candidates();
    const picked = pickServer(this.#gateway['ldb-method'], candidates, { ...question, turn: this.#turn });
    if (picked === null) return null;
    this.#turn += 1;
    if (this.#gateway['ldb-method'] !== 'weighted') return picked;
    const credits = creditsAfter(candidates, picked);
    for (const entry of candidates) entry.credit = credits.get(entry.key) ?? 0;
    return picked;
  }

  heard(entry: PooledServer, event: HealthEvent): void {
    const holdsDown = entry.server['holddown-interval'] === 'enable';
    entry.health =
      entry.server['health-check'] === 'enable'
        ? checkedHealth(entry.health, event, holdsDown)
        : uncheckedHealth(event, holdsDown);
  }

  measured(entry: PooledServer, rttMs: number): void {
    const before = entry.rttMs;
    const next = before === null ? rttMs : before + (rttMs - before) * smoothing;
    entry.measured = { rttMs: next, at: this.#now() };
  }

  /** Standby servers only where no active one can be used; those that nobody checks rather than none at all. */
  #candidates(): readonly PooledServer[] {
    const active = this.#servers.filter((entry) => entry.server.status === 'active');
    const standby = this.#servers.filter((entry) => entry.server.status === 'standby');
    const usable = (entry: PooledServer) => this.#isUsable(entry);
    const unchecked = (entry: PooledServer) => entry.server['health-check'] === 'disable';
    const ranks = [active.filter(usable), standby.filter(usable), active.filter(unchecked), standby.filter(unchecked)];
    return ranks.find((rank) => rank.length > 0) ?? [];
  }

  #isUsable(entry: PooledServer): boolean {
    return isUsable(entry.health, this.#now());
  }

  #newcomer(server: RealServer): PooledServer {
    const now = this.#now;
    return {
      server,
      key: serverKey(server),
      id: 0,
      sessions: 0,
      credit: 0,
      health: unproven,
      measured: null,
      get rttMs() {
        return this.measured !== null && now() - this.measured.at < measuredForMs ? this.measured.rttMs : null;
      },
    };
  }
}

function serverKey(server: RealServer): string {
  return `${server.ip ?? server.address ?? ''} ${server.port}`;
}
