// One page of a long list; pure.

export interface Paged<T> {
  readonly items: readonly T[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Numbers of the first and the last item on it, from 1; both 0 where there are none. */
  readonly first: number;
  readonly last: number;
  readonly all: number;
}

/** A list that became shorter shows its last page rather than none. */
export function paged<T>(items: readonly T[], wanted: number, size: number): Paged<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(1, wanted), pages);
  const start = (page - 1) * size;
  const shown = items.slice(start, start + size);
  const first = shown.length === 0 ? 0 : start + 1;
  return { items: shown, page, pages, first, last: start + shown.length, all: items.length };
}
