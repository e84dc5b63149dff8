// What a benchmark puts into the page of figures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchReport } from '../../../bench/bench.ts';
import { withReport } from '../../../bench/page.ts';

const report: BenchReport = {
  tables: [{ id: 'a', title: 'A', method: 'By counting.', columns: ['what', 'how much'], rows: [['apples', '3']] }],
  goals: [{ what: 'apples', aim: '≥ 4', measured: '3', isMet: false }],
};
const page = 'before\n<!-- bench:a -->\nold\n<!-- /bench:a -->\nafter\n<!-- bench:b -->\n<!-- /bench:b -->\n';

test('a report replaces what its markers hold, and nothing else', () => {
  const next = withReport(page, 'a', report, 'today.');
  assert.doesNotMatch(next, /old/);
  assert.match(next, /^before\n<!-- bench:a -->\n\nMeasured today\.\n/);
  assert.match(next, /\| apples \| ≥ 4 \| 3 \| \*\*missed\*\* \|/);
  assert.match(next, /\| apples \| 3 \|\n\n<!-- \/bench:a -->\nafter\n/);
  assert.equal(withReport(next, 'a', report, 'today.'), next);
});

test('a page without the place for it is an error, not a silent loss', () => {
  assert.throws(() => withReport(page, 'c', report, 'today.'), /bench:c/);
});
