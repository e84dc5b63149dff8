// Which entries are shown; pure.

import type { ActivityRow } from './activity-log.ts';

export const activityKinds = ['session', 'refused', 'cut'] as const satisfies readonly ActivityRow['kind'][];

export const activitySpans = ['all', 'quarter', 'hour', 'day', 'week'] as const;
export type ActivitySpan = (typeof activitySpans)[number];

const lengthsMs: Readonly<Record<ActivitySpan, number>> = {
  all: Number.POSITIVE_INFINITY,
  quarter: 900_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

export interface ActivityChoice {
  readonly text: string;
  readonly kind: ActivityRow['kind'] | 'all';
  /** `host:port`; empty for all. */
  readonly place: string;
  readonly span: ActivitySpan;
}

export const everything: ActivityChoice = { text: '', kind: 'all', place: '', span: 'all' };

/** Each word of the text has to be found. */
export function chosenActivity(
  rows: readonly ActivityRow[],
  { text, kind, place, span }: ActivityChoice,
  now: number,
): readonly ActivityRow[] {
  const sought = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const from = now - lengthsMs[span];
  return rows.filter(
    (row) =>
      (kind === 'all' || row.kind === kind) &&
      (place === '' || row.place === place) &&
      (row.atMs >= from || isOpen(row)) &&
      sought.every((word) => row.haystack.includes(word)),
  );
}

/** A connection that is carried now belongs to every span of time up to now. */
export function isOpen({ entry }: Pick<ActivityRow, 'entry'>): boolean {
  return entry.kind === 'session' && entry.until === null;
}

/** Every destination that occurs, by its name, and how it is shown. */
export function placesIn(rows: readonly ActivityRow[]): readonly { readonly place: string; readonly shown: string }[] {
  const shown = new Map<string, string>();
  for (const { place, destination } of rows) if (place !== null && destination !== null) shown.set(place, destination);
  return [...shown].map(([place, text]) => ({ place, shown: text })).sort((a, b) => (a.shown < b.shown ? -1 : 1));
}
