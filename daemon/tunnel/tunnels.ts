// The agent's tunnels: gateways with warm connections, listeners, and what joins them.

import type { Socket } from 'node:net';
import type { SocketOwner, TcpConnection } from '../../native/socket-owner/socket-owner.ts';
import type { CarriedSession, DenialRecord, GatewayState } from '../../shared/agent/agent-state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ProfileDestination, ProfileGateway } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { carry } from './carry.ts';
import { listenLocally } from './listener.ts';
import { GatewayPool } from './pool.ts';
import { makeSessions } from './sessions.ts';

/** PEM; `ca` is the fabric CA, the only anchor for gateways. */
export interface TunnelIdentity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export type ListenOutcome =
  /** Disposing closes the listener and resets its sessions. */
  | { readonly kind: 'listening'; readonly listener: AsyncDisposable }
  | { readonly kind: 'address-taken' }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface Tunnels extends AsyncDisposable {
  /** The gateways of the profile; connections to others are closed. */
  useGateways(gateways: readonly ProfileGateway[]): void;
  /** A new certificate: warm connections made with another are dropped, live sessions go on. Null ends everything. */
  useIdentity(identity: TunnelIdentity | null): void;
  /** Listens exclusively at address and the destination's port. */
  listen(destination: ProfileDestination, address: string): Promise<ListenOutcome>;
  /** Forgets failures and dials again at once: the network came back. */
  retryNow(): void;
}

export interface TunnelOptions {
  readonly ownerOf: (connection: TcpConnection) => Promise<SocketOwner>;
  readonly mayUse: (uid: number) => Promise<boolean>;
  readonly userName: (uid: number) => Promise<string>;
  /** Sentences for the page that an HTTP client gets instead of a refused destination. */
  readonly explain: (denial: Denial, destination: ProfileDestination) => readonly string[];
  readonly onDenial: (record: DenialRecord) => void;
  readonly onSessions: (sessions: readonly CarriedSession[]) => void;
  readonly onGateways: (states: readonly GatewayState[]) => void;
  readonly warmTarget: number;
  readonly poolIdleMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

export function startTunnels(options: TunnelOptions): Tunnels {
  const pools = new Map<string, GatewayPool>();
  const links = new Map<string, GatewayState>();
  const listeners = new AsyncDisposableStack();
  const sessions = makeSessions(options.onSessions);
  let identity: TunnelIdentity | null = null;

  function record(kind: DenialRecord['kind'], denial: Denial): void {
    options.onDenial({ at: new Date(options.clock.now()).toISOString(), kind, denial });
  }

  function onNotice(why: Denial): void {
    record('cut', why);
    sessions.cut(why);
  }

  function tellGateways(): void {
    options.onGateways([...links.values()]);
  }

  function openPool(gateway: ProfileGateway): void {
    links.set(gateway.id, { gateway, link: { kind: 'idle' } });
    const onState = (link: GatewayState['link']) => {
      if (!links.has(gateway.id)) return;
      links.set(gateway.id, { gateway, link });
      tellGateways();
    };
    pools.set(gateway.id, new GatewayPool(gateway, { ...options, identity: () => identity, onNotice, onState }));
  }

  async function closePool(id: string): Promise<void> {
    const pool = pools.get(id);
    pools.delete(id);
    links.delete(id);
    await pool?.[Symbol.asyncDispose]();
  }

  /** Those that answer first; the others are tried when all fail. */
  function poolsFor(destination: ProfileDestination): readonly GatewayPool[] {
    const all = destination.gateways.flatMap((id) => pools.get(id) ?? []);
    return [...all.filter((pool) => !pool.isFailing), ...all.filter((pool) => pool.isFailing)];
  }

  const onConnection = (destination: ProfileDestination) => async (local: Socket, uid: number) =>
    await carry(local, destination, {
      pools: () => poolsFor(destination),
      osUser: await options.userName(uid),
      sessions,
      explain: options.explain,
      record,
      now: () => new Date(options.clock.now()).toISOString(),
      log: options.log,
    });

  return {
    useGateways(gateways) {
      const wanted = new Map(gateways.map((gateway) => [gateway.id as string, gateway]));
      for (const [id, pool] of pools) {
        if (JSON.stringify(wanted.get(id)) !== JSON.stringify(pool.gateway)) void closePool(id);
      }
      for (const gateway of gateways) if (!pools.has(gateway.id)) openPool(gateway);
      tellGateways();
    },
    useIdentity(next) {
      identity = next;
      if (next === null) for (const id of [...pools.keys()]) void closePool(id);
      else for (const pool of pools.values()) pool.renew();
      tellGateways();
    },
    async listen(destination, address) {
      const { port } = destination;
      const { ownerOf, mayUse, log } = options;
      const outcome = await listenLocally({
        address,
        port,
        ownerOf,
        mayUse,
        onConnection: onConnection(destination),
        log,
      });
      if (outcome.kind === 'listening') return { kind: 'listening', listener: listeners.use(outcome.listener) };
      if (codeOf(outcome.cause) === 'EADDRINUSE') return { kind: 'address-taken' };
      return { kind: 'failed', error: new AppError('address-unusable', { address, port }, { cause: outcome.cause }) };
    },
    retryNow() {
      for (const pool of pools.values()) pool.retryNow();
    },
    async [Symbol.asyncDispose]() {
      await listeners.disposeAsync();
      for (const id of [...pools.keys()]) await closePool(id);
    },
  };
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
