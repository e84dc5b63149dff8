// What is known of the connections of this device, and how news from the agent change it; pure.

import type { ActivityEntry, ActivityPage } from '../../shared/agent/activity.ts';
import { mostActivity } from '../../shared/agent/activity.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Words } from '../../shared/words/words.ts';
import { denialWhy } from './denial.ts';

export interface ActivityRow {
  readonly id: string;
  readonly kind: ActivityEntry['kind'];
  /** When it began, or was refused. */
  readonly at: string;
  readonly atMs: number;
  /** `host:port` as it came, or null; what is shown of it is `destination`. */
  readonly place: string | null;
  readonly destination: string | null;
  readonly entry: ActivityEntry;
  /** What the filter looks into, in small letters. */
  readonly haystack: string;
}

export interface ActivityLog {
  /** The newest first. */
  readonly rows: readonly ActivityRow[];
  /** What is asked with next. */
  readonly last: number;
}

export const emptyLog: ActivityLog = { rows: [], last: 0 };

/** An entry that comes again takes the place of its older self. An agent that counts anew begins anew. */
export function withNews(
  log: ActivityLog,
  { entries, last }: ActivityPage,
  words: Pick<Words, 'denials'>,
): ActivityLog {
  if (last < log.last) return emptyLog;
  if (entries.length === 0) return last === log.last ? log : { ...log, last };
  const rows = new Map(log.rows.map((row) => [row.id, row]));
  for (const entry of entries) rows.set(entry.id, rowOf(entry, words));
  const newestFirst = [...rows.values()].sort(byTime);
  return { rows: newestFirst.slice(0, mostActivity), last };
}

function byTime(one: ActivityRow, other: ActivityRow): number {
  return other.atMs - one.atMs || other.entry.sequence - one.entry.sequence;
}

function rowOf(entry: ActivityEntry, words: Pick<Words, 'denials'>): ActivityRow {
  const at = entry.kind === 'session' ? entry.since : entry.at;
  const place = entry.kind === 'session' ? entry.destination : entry.denial.destination;
  const atMs = Date.parse(at);
  return {
    id: entry.id,
    kind: entry.kind,
    at,
    // What is no time stands at the end.
    atMs: Number.isNaN(atMs) ? 0 : atMs,
    place,
    destination: place === null ? null : shownText(place, 300),
    entry,
    haystack: textsOf(entry, words).join('\n').toLowerCase(),
  };
}

function textsOf(entry: ActivityEntry, words: Pick<Words, 'denials'>): readonly string[] {
  if (entry.kind === 'session') {
    const { destination, osUser, program, requestId } = entry;
    return [destination, osUser, program ?? '', requestId ?? ''];
  }
  const { denial } = entry;
  const { destination, code, title, requestId, policy, tags } = denial;
  return [destination ?? '', code, title, requestId, policy ?? '', ...(tags ?? []), denialWhy(denial, words)];
}
