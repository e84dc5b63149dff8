// Pages of a list at its edges: empty, exactly full, one too many, and one that became shorter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paged } from '../../../../renderer/views/paging.ts';

const items = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

const rows: readonly (readonly [name: string, count: number, wanted: number, shown: readonly number[]])[] = [
  // page, pages, first, last
  ['an empty list has one page', 0, 1, [1, 1, 0, 0]],
  ['a full page is one page', 10, 1, [1, 1, 1, 10]],
  ['one more is a second page', 11, 2, [2, 2, 11, 11]],
  ['a list that became shorter shows its last page', 11, 9, [2, 2, 11, 11]],
  ['there is nothing before the first page', 11, 0, [1, 2, 1, 10]],
];
for (const [name, count, wanted, shown] of rows)
  test(name, () => {
    const { page, pages, first, last, items: these } = paged(items(count), wanted, 10);
    assert.deepEqual([page, pages, first, last], shown);
    assert.deepEqual(these, items(count).slice(Math.max(0, first - 1), last));
  });
