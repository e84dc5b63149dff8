// Says what a tunnel is to the benchmark: how it is started, where one enters it, which processes are its ends.

import type { ServerKeys } from '../lab/certificates.ts';
import type { Network, Side } from '../lab/network.ts';
import type { Service } from '../lab/services.ts';

export type TunnelName = 'direct' | 'stile' | 'stunnel' | 'haproxy' | 'nginx' | 'ssh' | 'ssh-default';

export interface TunnelPlan {
  readonly name: TunnelName;
  /** As tables show it. */
  readonly title: string;
  /** Resolves when it carries connections. */
  start(site: Site): Promise<Tunnel>;
}

export interface Tunnel {
  readonly entrance: (service: Service) => Entrance;
  /** Processes that carry: with all below them, everything a byte costs beside client and server. */
  readonly ends: Readonly<Record<Side, readonly number[]>>;
}

export interface Entrance {
  readonly address: string;
  readonly port: number;
}

/** Where a tunnel is built. */
export interface Site {
  readonly network: Network;
  /** A directory of its own. */
  readonly folder: string;
  /** Peers show these to each other. */
  readonly keys: ServerKeys;
  readonly signal: AbortSignal;
  /** Starts a program that serves, and resolves with its number when it listens on all of the ports and is ready. */
  serve(side: Side, plan: Serving): Promise<number>;
  /** Runs a program to its end. @throws Error unless it ends well */
  run(side: Side, plan: Running): Promise<void>;
}

export interface Running {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface Serving extends Running {
  readonly ports?: readonly number[];
  readonly isReady?: () => Promise<boolean>;
}
