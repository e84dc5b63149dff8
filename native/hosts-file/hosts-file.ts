// What the agent asks of the operating system's hosts file: one marked section, and every other byte left alone.

import type { Logger } from '../../shared/log.ts';
import type { SectionDamage } from './section.ts';

/** One name and the loopback address it leads to. */
export interface HostsEntry {
  readonly address: string;
  readonly name: string;
}

/**
 * `missing` there is no such file; `read-only` file system; `write-protected` (immutable or append-only: the flag is not
 * touched); `not-permitted` to this user; `not-text` (UTF-16, NUL bytes); `busy` (another writer never paused)
 */
export type HostsBlockReason = 'missing' | 'read-only' | 'write-protected' | 'not-permitted' | 'not-text' | 'busy';

/** How a change went. `damage` tells that the section was found broken and was made anew. */
export type HostsOutcome =
  | { readonly kind: 'written'; readonly how: 'replaced' | 'in-place'; readonly damage: SectionDamage | null }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'blocked'; readonly reason: HostsBlockReason; readonly detail: string };

/** A name that somebody else maps already, outside our section; it is reported and left alone. */
export interface HostsConflict {
  readonly name: string;
  readonly address: string;
}

/** A change of the file that did not come from here. */
export interface ForeignChange {
  /** Whether the section is still what was last applied here. */
  readonly sectionIntact: boolean;
}

/** The part of the OS hosts file that belongs to the agent. Concurrent calls, also of several processes, take turns. */
export interface HostsFile {
  /** The file that is changed, before links are followed. */
  readonly path: string;
  /**
   * Makes our section hold exactly these entries; none removes it. Doing it twice changes nothing more. After a crash in
   * the middle the file is the old one or the new one, or `repair` makes it so.
   * @throws RangeError for an address outside the range or an impossible name (a bug of the caller)
   */
  apply(entries: readonly HostsEntry[]): Promise<HostsOutcome>;
  /** Removes our section and leaves every other byte as it was. */
  clear(): Promise<HostsOutcome>;
  /** Which of these names others map, whatever the case, outside our section. A file that cannot be read has none. */
  conflicts(names: readonly string[]): Promise<readonly HostsConflict[]>;
  /** Undoes what a crash left: finishes or takes back a half-done change, removes our section and temporary files. */
  repair(): Promise<HostsOutcome>;
  /** Tells of every change that did not come from this object, until disposed. */
  watch(onForeignChange: (change: ForeignChange) => void): AsyncDisposable;
}

/** The moments of a change, in order; a test ends the process at each of them. */
export type HostsStep = 'locked' | 'journaled' | 'prepared' | 'compared' | 'committed' | 'checked' | 'finished';

export interface HostsFileOptions {
  /** The system's own unless given. */
  readonly path?: string;
  /** Where lock and journal lie; made 0700 if missing. */
  readonly stateDir: string;
  /** Addresses that may ever stand in the section; 127.235.0.0/16 unless given. */
  readonly range?: string;
  readonly log?: Logger;
  readonly onStep?: (step: HostsStep) => void;
}
