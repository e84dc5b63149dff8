// Composes the data plane of the agent: listeners for local connections, pools of tunnel connections, streams between them.

import type { SocketOwner, TcpConnection } from '../../native/socket-owner/socket-owner.ts';
import type { CarriedSession, DenialRecord, GatewayState } from '../../shared/agent/agent-state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ProfileDestination, ProfileGateway } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';

/** PEM; `ca` is the fabric CA. */
export interface TunnelIdentity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A local connection as its accepting end sees it. */
export type SocketPair = TcpConnection;

/** Disposing the listener closes it and resets its sessions. */
export type ListenOutcome =
  | { readonly kind: 'listening'; readonly listener: AsyncDisposable }
  | { readonly kind: 'address-taken' }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface Tunnels extends AsyncDisposable {
  /** The gateways of the profile; connections to others are closed. */
  useGateways(gateways: readonly ProfileGateway[]): void;
  /**
   * A new certificate or none: warm connections made with another are dropped, live sessions are kept until they end or
   * are cut. null resets everything.
   */
  useIdentity(identity: TunnelIdentity | null): void;
  /** Listens exclusively at address:port for a destination. */
  listen(destination: ProfileDestination, address: string): Promise<ListenOutcome>;
  /** Forgets failures and dials again at once (network came back). */
  retryNow(): void;
}

export interface TunnelOptions {
  readonly ownerOf: (connection: SocketPair) => Promise<SocketOwner>;
  /** Whether this user's connections are carried at all. Unknown means no; a rejection means no. */
  readonly mayUse: (uid: number) => Promise<boolean>;
  readonly userName: (uid: number) => Promise<string>;
  /** Sentences for the page shown to HTTP clients. */
  readonly explain: (denial: Denial, destination: ProfileDestination) => readonly string[];
  readonly onDenial: (record: DenialRecord) => void;
  /** Told all of them, a moment after something changed. */
  readonly onSessions: (sessions: readonly CarriedSession[]) => void;
  readonly onGateways: (states: readonly GatewayState[]) => void;
  /** Idle connections kept per gateway that is in use. */
  readonly warmTarget: number;
  /** An idle connection is closed after about this time. */
  readonly poolIdleMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

/** Starts without gateways, identity or listeners: nothing is dialled before all three are there. */
export function startTunnels(_options: TunnelOptions): Tunnels {
  return {
    useGateways: () => undefined,
    useIdentity: () => undefined,
    listen: async () => ({ kind: 'failed', error: new AppError('unexpected', { what: 'no tunnels yet' }) }),
    retryNow: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
