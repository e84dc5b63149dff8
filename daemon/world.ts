// What every part of the daemon is given: settings, clocks, the operating system, the store, what is saved.

import type { Platform } from '../native/platform.ts';
import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/log.ts';
import type { Config } from './config.ts';
import type { KeyProvider } from './keys/key-provider.ts';
import type { SavedState } from './state/saved.ts';
import type { Store } from './state/store.ts';

export interface World {
  readonly config: Config;
  readonly platform: Platform;
  readonly store: Store;
  readonly saved: SavedState;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** After so long without a beat the EMS is dialled anew. */
  readonly beatTimeoutMs: number;
  readonly keys: KeyProvider;
  /** Ends this daemon and starts it as the process that its machine key needs. */
  readonly relaunch: () => void;
}

/** An instant as wires and people have it. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
