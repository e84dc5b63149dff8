// The page of notices: days by the calendar of its reader, and where each notice leads.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeDays } from '../../../../renderer/views/notices.ts';
import type { Notice } from '../../../../shared/shell/gui-state.ts';
import { words } from '../../../../shared/words/words.ts';

const what = { kind: 'agent-gone' } as const;
const notice = (id: number, at: string, over: Partial<Notice> = {}): Notice => ({
  id,
  at,
  isRead: false,
  topic: 'agent',
  what,
  ...over,
});
// Sydney changed its clocks in the night to this Sunday, which had 23 hours.
const now = Date.parse('2026-10-04T01:30:00Z');

test('notices are grouped by the day of their reader, the clocks’ change notwithstanding', () => {
  const days = noticeDays(
    [
      notice(5, '2026-10-04T01:00:00Z'),
      notice(4, '2026-10-03T14:30:00Z'),
      notice(3, '2026-10-03T13:30:00Z'),
      notice(2, '2026-10-02T13:30:00Z'),
      notice(1, 'once\u202E'),
    ],
    words.en,
    'en',
    now,
    'Australia/Sydney',
  );
  assert.deepEqual(
    days.map(({ name, items }) => [name, items.map(({ id }) => id)]),
    [
      ['Today', [5, 4]],
      ['Yesterday', [3]],
      ['Friday, October 2, 2026', [2]],
      ['once\uFFFD', [1]],
    ],
  );
});

test('a refusal leads to the destinations and tells its request id', () => {
  const requestId = 'req\u202E_1';
  const denied = { kind: 'denied' as const, destinations: ['a:1'], count: 1, code: '065', requestId };
  const [day] = noticeDays([notice(1, '2026-10-04T01:00:00Z', { what: denied })], words.en, 'en', now, 'UTC');
  assert.deepEqual(
    day?.items.map(({ leadsTo, requestId, tone }) => [leadsTo, requestId, tone]),
    [['destinations', 'req\uFFFD_1', 'bad']],
  );
});
