// What has to be remembered between two states to tell a person once, and not too often.

import type { Notice } from '../../shared/shell/gui-state.ts';

export type Topic = Notice['topic'];
export type What = Notice['what'];

/** Something that holds now, since when, and whether it was told. */
export interface Episode {
  readonly since: number;
  readonly isTold: boolean;
}

export interface DenialsGathered {
  readonly since: number;
  readonly what: Extract<What, { kind: 'denied' }>;
}

/** Times are milliseconds since 1970. */
export interface NoticeMemory {
  readonly lastId: number;
  /** Where the link last came to rest; `null` while it never did. */
  readonly rested: 'connected' | 'refused' | 'incompatible' | null;
  /** By the key of what holds. */
  readonly episodes: ReadonlyMap<string, Episode>;
  /** When each topic was last told. */
  readonly toldAt: ReadonlyMap<Topic, number>;
  /** Those held when the EMS last said so. */
  readonly tags: readonly string[];
  /** Tags whose loss was told, and which are there again; said once all of them are. */
  readonly cameBack: readonly string[];
  /** Denials that were looked at, by request; null before the first agent's state: what lies before it is no news. */
  readonly seenDenials: ReadonlySet<string> | null;
  readonly denials: DenialsGathered | null;
  /** The notice that further denials are counted on. */
  readonly denied: Notice | null;
  /** When its person last enrolled this device in the window. */
  readonly enrolledHereAt: number | null;
}

/** `lastId`: of the notices that are kept already. */
export function noMemory(lastId: number): NoticeMemory {
  return {
    lastId,
    rested: null,
    episodes: new Map(),
    toldAt: new Map(),
    tags: [],
    cameBack: [],
    seenDenials: null,
    denials: null,
    denied: null,
    enrolledHereAt: null,
  };
}
