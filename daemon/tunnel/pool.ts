// Keeps connections to one gateway: warm ones in stock, one at once for whoever waits, none too often.

import { backoffDelayMs, gatewayBackoff, jittered } from '../../shared/backoff.ts';
import type { ProfileGateway } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { TunnelConnection } from './connection.ts';
import type { DialFailure, DialIdentity, Dialled } from './dial.ts';
import {
  type DialBudget,
  dialBurst,
  dialEveryMs,
  dialsWanted,
  givenBack,
  grownTarget,
  mostIdle,
  refilled,
  shrunkTarget,
  stockWanted,
} from './pool-policy.ts';
import { isSameIdentity, noIdentity, type PoolLink, type PoolPorts } from './pool-ports.ts';
import { Proving } from './proving.ts';
import { type Taken, Waiters } from './waiters.ts';

interface Failing {
  readonly count: number;
  readonly error: AppError;
  /** Monotonic. */
  readonly until: number;
}

export class GatewayPool {
  readonly gateway: ProfileGateway;
  readonly #ports: PoolPorts;
  /** Idle connections, the one used last at the end. */
  readonly #idle = new Set<TunnelConnection>();
  /** When each expires; it counts from the moment it became idle. */
  readonly #expiries = new WeakMap<TunnelConnection, NodeJS.Timeout>();
  readonly #busy = new Set<TunnelConnection>();
  readonly #madeWith = new WeakMap<TunnelConnection, DialIdentity>();
  readonly #waiters = new Waiters();
  #identity: DialIdentity | null = null;
  /** Ends the dials of an identity. */
  #dials = new AbortController();
  #dialling = 0;
  #failing: Failing | null = null;
  #addresses: readonly string[];
  #budget: DialBudget;
  #target: number;
  #lastUse = Number.NEGATIVE_INFINITY;
  #lastMiss = Number.NEGATIVE_INFINITY;
  #lastRefusal: string | null = null;
  #lastWord: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #attempts = 0;
  readonly #proving = new Proving<TunnelConnection>();

  constructor(gateway: ProfileGateway, ports: PoolPorts) {
    this.gateway = gateway;
    this.#ports = ports;
    this.#addresses = gateway.addresses;
    this.#target = ports.warmTarget;
    this.#budget = { tokens: dialBurst, atMs: ports.clock.monotonic() };
  }

  /** Dials ever begun. */
  get attempts(): number {
    return this.#attempts;
  }

  get link(): PoolLink {
    if (this.#idle.size > 0 || this.#busy.size > 0) return { kind: 'ready', warm: this.#idle.size };
    if (this.#failing === null) return { kind: 'idle' };
    const { clock } = this.#ports;
    const leftMs = Math.max(0, this.#failing.until - clock.monotonic());
    return { kind: 'failing', error: this.#failing.error, retryAtMs: clock.now() + leftMs };
  }

  /** True while its last dial has failed: others are tried first. */
  get isFailing(): boolean {
    return this.#failing !== null && this.#idle.size === 0;
  }

  /** A free connection if there is one. */
  takeFree(): Taken | null {
    if (this.#identity === null) return null;
    this.#lastUse = this.#ports.clock.monotonic();
    for (const connection of [...this.#idle].reverse()) {
      this.#idle.delete(connection);
      if (!connection.isFree) continue;
      this.#busy.add(connection);
      this.#pump();
      this.#ports.changed();
      return { kind: 'taken', connection };
    }
    return null;
  }

  /** A free connection, now if there is one; otherwise what comes of one dial. Rejects only when aborted. */
  async take(signal: AbortSignal): Promise<Taken> {
    signal.throwIfAborted();
    if (this.#identity === null) return noIdentity(this.gateway);
    const free = this.takeFree();
    if (free !== null) return free;
    this.#lastMiss = this.#lastUse;
    // A gateway that fails is no reason to want more of it.
    if (this.#failing === null) this.#target = grownTarget(this.#target, this.#ports.warmTarget);
    const waiting = this.#waiters.wait(signal);
    this.#pump();
    return await waiting;
  }

  /** Drops what was made with another identity; carried streams go on unless there is none at all. */
  useIdentity(identity: DialIdentity | null): void {
    if (isSameIdentity(identity, this.#identity)) return;
    this.#identity = identity;
    this.#failing = null;
    this.#lastRefusal = null;
    this.#dials.abort();
    this.#dials = new AbortController();
    this.#dialling = 0;
    for (const connection of [...this.#idle]) connection.destroy();
    if (identity === null) {
      for (const connection of [...this.#busy]) connection.destroy();
      this.#waiters.failAll(noIdentity(this.gateway));
    }
    this.#pump();
    this.#ports.changed();
  }

  retryNow(): void {
    this.#failing = null;
    for (const connection of this.#idle) connection.probe();
    this.#pump();
    this.#ports.changed();
  }

  /** Closes everything, carried streams too. */
  close(): void {
    this.useIdentity(null);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #becameIdle(connection: TunnelConnection): void {
    this.#busy.delete(connection);
    const wasInDoubt = this.#proving.isInDoubt;
    this.#proving.carried(connection);
    if (wasInDoubt) this.#failing = null;
    // A stream may outlive the identity that its connection was made with.
    if (connection.isFree && this.#madeWith.get(connection) === this.#identity) this.#stock(connection);
    else connection.destroy();
    if (wasInDoubt) this.#pump();
  }

  #stock(connection: TunnelConnection): void {
    if (this.#waiters.size > 0) {
      this.#busy.add(connection);
      this.#waiters.give({ kind: 'taken', connection });
    } else {
      // The same that the gateway would close: the one idle longest.
      const [oldest] = this.#idle;
      if (this.#idle.size >= mostIdle) oldest?.abandon();
      this.#idle.add(connection);
      this.#expireLater(connection);
    }
    this.#ports.changed();
  }

  /** One timer for all of a connection's life: making and clearing one for each stream costs much more. */
  #expireLater(connection: TunnelConnection): void {
    const known = this.#expiries.get(connection);
    if (known !== undefined) return void known.refresh();
    const expiresIn = jittered(this.#ports.poolIdleMs(), 0.2, this.#ports.random());
    const timer = setTimeout(() => this.#idle.has(connection) && connection.abandon(), expiresIn);
    this.#expiries.set(connection, timer.unref());
  }

  #pump(): void {
    const { clock } = this.#ports;
    const now = clock.monotonic();
    this.#budget = refilled(this.#budget, now);
    if (now - this.#lastMiss > this.#ports.poolIdleMs()) {
      this.#lastMiss = now;
      this.#target = shrunkTarget(this.#target, this.#ports.warmTarget);
    }
    const identity = this.#identity;
    if (identity === null) return;
    const wanted = dialsWanted({
      target: this.#target,
      idle: this.#idle.size,
      dialling: this.#dialling,
      waiting: this.#waiters.size,
      inUse: this.#isInUse(),
      failures: this.#failing?.count ?? 0,
      backingOff: this.#failing !== null && this.#failing.until > now,
      budget: Math.floor(this.#budget.tokens),
    });
    for (let begun = 0; begun < wanted; begun += 1) this.#dial(identity, this.#dials.signal);
    this.#wakeLater(now);
  }

  #dial(identity: DialIdentity, signal: AbortSignal): void {
    this.#dialling += 1;
    this.#attempts += 1;
    this.#budget = { ...this.#budget, tokens: this.#budget.tokens - 1 };
    this.#ports
      .dial(this.gateway, this.#addresses, identity, signal)
      .then((outcome) => this.#dialled(outcome, identity, signal.aborted))
      .catch(this.#ports.failed);
  }

  #dialled(outcome: Dialled | DialFailure, identity: DialIdentity, isOverdue: boolean): void {
    if (isOverdue) {
      if (outcome.kind === 'dialled') outcome.socket.destroy();
      return;
    }
    this.#dialling -= 1;
    if (outcome.kind === 'dialled') this.#succeeded(outcome, identity);
    else this.#failed(outcome);
    this.#pump();
    this.#ports.changed();
  }

  #succeeded({ socket, early, address }: Dialled, identity: DialIdentity): void {
    // A gateway that lets in only to drop has proved nothing yet.
    if (!this.#proving.isInDoubt) this.#failing = null;
    this.#budget = givenBack(this.#budget);
    this.#lastRefusal = null;
    this.#lastWord = null;
    this.#addresses = [address, ...this.gateway.addresses.filter((other) => other !== address)];
    const connection = new TunnelConnection(socket, early, {
      idle: (free) => this.#becameIdle(free),
      gone: (lost) => this.#lost(lost),
      notice: (why) => this.#notice(why),
    });
    this.#madeWith.set(connection, identity);
    this.#proving.made(connection, this.#ports.clock.monotonic());
    if (connection.isFree) this.#stock(connection);
  }

  #failed(failure: DialFailure): void {
    const { clock, random } = this.#ports;
    const count = (this.#failing?.count ?? 0) + 1;
    const until = clock.monotonic() + backoffDelayMs(gatewayBackoff, count, random());
    this.#failing = { count, error: failure.error, until };
    const { denial } = failure;
    // A gateway that says the same at every attempt is reported once.
    if (denial !== null && denial.code !== this.#lastRefusal) this.#ports.refused(denial);
    this.#lastRefusal = denial?.code ?? null;
    while (this.#waiters.size > this.#dialling) this.#waiters.give(failure);
  }

  /** Why the gateway ends all connections of this device comes over each of them, and is told once. */
  #notice(why: Denial): void {
    const isLastWord = why.destination === null;
    if (isLastWord && why.code === this.#lastWord) return;
    if (isLastWord) this.#lastWord = why.code;
    this.#ports.notice(why);
  }

  #lost(connection: TunnelConnection): void {
    clearTimeout(this.#expiries.get(connection));
    this.#idle.delete(connection);
    this.#busy.delete(connection);
    this.#noteLife(connection);
    this.#pump();
    this.#ports.changed();
  }

  #noteLife(connection: TunnelConnection): void {
    if (connection.isAbandoned || this.#madeWith.get(connection) !== this.#identity) return;
    const { clock, random } = this.#ports;
    const drops = this.#proving.lost(connection, clock.monotonic());
    if (drops === 0) return;
    const error = new AppError('gateway-answer-invalid', { gateway: this.gateway.serverName, why: 'it drops at once' });
    const until = clock.monotonic() + backoffDelayMs(gatewayBackoff, drops, random());
    this.#failing = { count: drops, error, until };
  }

  #isInUse(): boolean {
    const sinceUse = this.#ports.clock.monotonic() - this.#lastUse;
    return this.#busy.size > 0 || this.#waiters.size > 0 || sinceUse <= this.#ports.poolIdleMs();
  }

  /** The next moment at which there may be something to dial. */
  #wakeLater(now: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const wanted = stockWanted({ target: this.#target, inUse: this.#isInUse() }) + this.#waiters.size;
    if (this.#idle.size + this.#dialling >= wanted) return;
    const backoffMs = Math.max(0, (this.#failing?.until ?? now) - now);
    const delayMs = this.#waiters.size > this.#dialling ? dialEveryMs : Math.max(backoffMs, dialEveryMs);
    this.#timer = setTimeout(() => {
      this.#pump();
      this.#ports.changed();
    }, delayMs);
    this.#timer.unref();
  }
}
