// Which destinations are shown, and in which order; pure.

import type { DestinationRow } from './destinations.ts';

export const destinationShows = ['all', 'attention', 'open', 'personal'] as const;
export type DestinationShow = (typeof destinationShows)[number];

export const destinationSorts = ['name', 'state', 'latency', 'traffic'] as const;
export type DestinationSort = (typeof destinationSorts)[number];

export interface DestinationChoice {
  readonly text: string;
  readonly show: DestinationShow;
  readonly sort: DestinationSort;
  readonly isDescending: boolean;
}

export const firstChoice: DestinationChoice = { text: '', show: 'all', sort: 'name', isDescending: false };

/** Each word of the text has to be found. */
export function chosenDestinations(
  rows: readonly DestinationRow[],
  { text, show, sort, isDescending }: DestinationChoice,
  compareText: (one: string, other: string) => number,
): readonly DestinationRow[] {
  const sought = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = rows.filter((row) => isShown(row, show) && sought.every((word) => row.haystack.includes(word)));
  const sign = isDescending ? -1 : 1;
  return found.toSorted(
    (one, other) => sign * compareBy(sort, one, other, compareText) || compareText(one.name, other.name),
  );
}

/** Choosing the column that is sorted by already turns the order round. */
export function sortedBy(choice: DestinationChoice, sort: DestinationSort): DestinationChoice {
  // Of traffic people want to see the largest first.
  const isDescending = choice.sort === sort ? !choice.isDescending : sort === 'traffic';
  return { ...choice, sort, isDescending };
}

export function ariaSort(choice: DestinationChoice, sort: DestinationSort): 'ascending' | 'descending' | 'none' {
  if (choice.sort !== sort) return 'none';
  return choice.isDescending ? 'descending' : 'ascending';
}

/** Whether something keeps people from it. */
export function needsAttention({ standing }: Pick<DestinationRow, 'standing'>): boolean {
  return standing.kind !== 'allowed' && standing.kind !== 'untried';
}

function isShown(row: DestinationRow, show: DestinationShow): boolean {
  if (show === 'attention') return needsAttention(row);
  if (show === 'open') return (row.traffic?.sessions ?? 0) > 0;
  return show === 'all' || row.personal !== null;
}

const worstFirst = ['denied', 'failed', 'conflict', 'address-taken', 'refused', 'untried', 'allowed'] as const;

function compareBy(
  sort: DestinationSort,
  one: DestinationRow,
  other: DestinationRow,
  compareText: (one: string, other: string) => number,
): number {
  switch (sort) {
    case 'name':
      return compareText(one.name, other.name);
    case 'state':
      return worstFirst.indexOf(one.standing.kind) - worstFirst.indexOf(other.standing.kind);
    case 'latency':
      return openedIn(one) - openedIn(other);
    case 'traffic':
      return carried(one) - carried(other);
  }
}

/** What was not measured is behind everything that was. */
function openedIn({ traffic }: DestinationRow): number {
  return traffic?.openedInMs ?? Number.MAX_SAFE_INTEGER;
}

function carried({ traffic }: DestinationRow): number {
  return traffic === null ? 0 : traffic.sent + traffic.received;
}
