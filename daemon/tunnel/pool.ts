// Keeps warm connections to one gateway, and hands them to streams.

import type { GatewayState } from '../../shared/agent/agent-state.ts';
import { backoffDelayMs, gatewayBackoff, jittered } from '../../shared/backoff.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ProfileGateway } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { failureOf } from '../enrollment/states.ts';
import { TunnelConnection } from './connection.ts';
import { dialGateway } from './dial.ts';
import { dialsWanted, idleAction, mayDialOnDemand } from './pool-policy.ts';
import type { TunnelIdentity } from './tunnels.ts';

export interface PoolOptions {
  readonly identity: () => TunnelIdentity | null;
  readonly warmTarget: number;
  readonly poolIdleMs: number;
  readonly onNotice: (why: Denial) => void;
  readonly onState: (link: GatewayState['link']) => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

interface Idle {
  readonly connection: TunnelConnection;
  readonly since: number;
  readonly limitMs: number;
  heardAt: number;
}

const lookMs = 1_000;

export class GatewayPool implements AsyncDisposable {
  readonly gateway: ProfileGateway;
  readonly #options: PoolOptions;
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #all = new Set<TunnelConnection>();
  #generation = 0;
  #idle: Idle[] = [];
  #waiting: PromiseWithResolvers<TunnelConnection>[] = [];
  #dialling = 0;
  #failures = 0;
  #notBefore = 0;
  #lastAttempt: number | null = null;
  #lastTaken: number | null = null;
  #lastError: Error | null = null;

  constructor(gateway: ProfileGateway, options: PoolOptions) {
    this.gateway = gateway;
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#dialWanted();
  }

  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** A connection for one stream: a warm one, or one that is dialled now. @throws UpgradeRefused, AppError `gateway-unreachable` */
  async take(): Promise<TunnelConnection> {
    const now = this.#options.clock.monotonic();
    this.#lastTaken = now;
    const warm = this.#idle.pop();
    if (warm !== undefined) {
      this.#dialWanted();
      this.#tell();
      return warm.connection;
    }
    if (now < this.#notBefore) {
      if (!mayDialOnDemand(now, this.#lastAttempt))
        throw this.#lastError ?? new AppError('gateway-unreachable', { gateway: this.gateway.serverName });
      this.#notBefore = now;
    }
    const waiter = Promise.withResolvers<TunnelConnection>();
    this.#waiting.push(waiter);
    this.#dialWanted();
    return await waiter.promise;
  }

  /** Connections made with another certificate carry what they carry to its end and are not used again. */
  renew(): void {
    this.#generation += 1;
    for (const { connection } of this.#idle.splice(0)) connection.destroy();
    this.retryNow();
  }

  retryNow(): void {
    this.#notBefore = 0;
    this.#dialWanted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#timer);
    for (const connection of this.#all) connection.destroy();
    this.#fail(new AppError('gateway-unreachable', { gateway: this.gateway.serverName }));
  }

  #dialWanted(): void {
    if (this.#stop.signal.aborted || this.#options.identity() === null) return;
    const wanted = dialsWanted({
      now: this.#options.clock.monotonic(),
      idle: this.#idle.length,
      busy: this.#all.size - this.#idle.length,
      dialling: this.#dialling,
      waiting: this.#waiting.length,
      warmTarget: this.#options.warmTarget,
      lastTaken: this.#lastTaken,
      idleLimitMs: this.#options.poolIdleMs,
      notBefore: this.#notBefore,
    });
    for (let begun = 0; begun < wanted; begun += 1) void this.#dial();
  }

  async #dial(): Promise<void> {
    const identity = this.#options.identity();
    if (identity === null) return;
    const generation = this.#generation;
    this.#dialling += 1;
    this.#lastAttempt = this.#options.clock.monotonic();
    try {
      const { socket, rest } = await dialGateway(this.gateway, identity, this.#stop.signal);
      if (this.#stop.signal.aborted || generation !== this.#generation) return void socket.destroy();
      this.#failures = 0;
      this.#notBefore = 0;
      this.#adopt(socket, rest, generation);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#failed(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#dialling -= 1;
      this.#dialWanted();
    }
  }

  #adopt(socket: ConstructorParameters<typeof TunnelConnection>[0], rest: Buffer, generation: number): void {
    const connection = new TunnelConnection(socket, rest, {
      notice: this.#options.onNotice,
      idle: () => (generation === this.#generation ? this.#offer(connection) : connection.destroy()),
      dead: () => this.#forget(connection),
    });
    this.#all.add(connection);
    this.#offer(connection);
  }

  #offer(connection: TunnelConnection): void {
    const waiter = this.#waiting.shift();
    if (waiter !== undefined) {
      waiter.resolve(connection);
      return;
    }
    const now = this.#options.clock.monotonic();
    const limitMs = jittered(this.#options.poolIdleMs, 0.2, this.#options.random());
    this.#idle.push({ connection, since: now, limitMs, heardAt: now });
    this.#tell();
  }

  #forget(connection: TunnelConnection): void {
    this.#all.delete(connection);
    this.#idle = this.#idle.filter((each) => each.connection !== connection);
    this.#tell();
    this.#dialWanted();
  }

  #failed(error: Error): void {
    const { clock, random, log } = this.#options;
    this.#failures += 1;
    const delayMs = backoffDelayMs(gatewayBackoff, this.#failures, random());
    this.#notBefore = clock.monotonic() + delayMs;
    log.warn('a gateway could not be reached', { gateway: this.gateway.id, error, retryInMs: delayMs });
    this.#options.onState({
      kind: 'failing',
      failure: failureOf(error),
      retryAt: new Date(clock.now() + delayMs).toISOString(),
    });
    this.#fail(error);
  }

  #fail(error: Error): void {
    this.#lastError = error;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(error);
  }

  #look(): void {
    const now = this.#options.clock.monotonic();
    for (const each of [...this.#idle]) {
      const unansweredMs = each.connection.unansweredMs(now);
      const action = idleAction({
        idleMs: now - each.since,
        limitMs: each.limitMs,
        sinceHeardMs: now - each.heardAt,
        unansweredMs,
      });
      if (action === 'end') each.connection.destroy();
      if (action !== 'ping') continue;
      each.heardAt = now;
      each.connection.ping(now);
    }
    this.#dialWanted();
  }

  #tell(): void {
    if (this.#failures > 0 || this.#stop.signal.aborted) return;
    const warm = this.#idle.length;
    this.#options.onState(this.#all.size > 0 ? { kind: 'ready', warm } : { kind: 'idle' });
  }
}
