// What a pool of gateway connections needs, and what it says of itself.

import type { Clock } from '../../shared/clock.ts';
import type { ProfileGateway } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { DialFailure, DialIdentity, Dialled } from './dial.ts';

export interface PoolPorts {
  dial(
    gateway: ProfileGateway,
    addresses: readonly string[],
    identity: DialIdentity,
    signal: AbortSignal,
  ): Promise<Dialled | DialFailure>;
  /** The link's state may have changed. */
  changed(): void;
  refused(why: Denial): void;
  /** Something failed that should not have. */
  failed(error: unknown): void;
  notice(why: Denial): void;
  readonly warmTarget: number;
  /** As the profile in force says. */
  readonly poolIdleMs: () => number;
  readonly clock: Clock;
  readonly random: () => number;
}

/** How a pool stands; `retryAtMs` is wall-clock. */
export type PoolLink =
  | { readonly kind: 'idle' }
  | { readonly kind: 'ready'; readonly warm: number }
  | { readonly kind: 'failing'; readonly error: AppError; readonly retryAtMs: number };

/** What a pool without an identity answers. */
export function noIdentity(gateway: ProfileGateway): DialFailure {
  const error = new AppError('not-enrolled', { gateway: gateway.serverName });
  return { kind: 'failed', error, denial: null };
}

/** True if connections made with one are as good as those made with the other. */
export function isSameIdentity(one: DialIdentity | null, other: DialIdentity | null): boolean {
  return one?.ca === other?.ca && one?.cert === other?.cert && one?.key === other?.key;
}
