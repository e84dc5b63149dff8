// A newer release in the settings: what is said of it, and what can be done about it in each state.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { updateView } from '../../../../renderer/views/update.ts';
import type { UpdateState } from '../../../../shared/agent/update-state.ts';
import { words } from '../../../../shared/words/words.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const inHours = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
const offered = { version: '0.2.0', notes: 'Faster.', installAt: inHours(4) };
const failure = { code: 'update-feed-refused', message: 'refused', next: 'Tell your administrator.' };
const view = (state: UpdateState) => updateView(state, words.en, 'en', now);

interface Row {
  readonly state: UpdateState;
  readonly says: string;
  readonly can: readonly ('check' | 'install')[];
  readonly postpone?: readonly number[];
}

const rows: readonly Row[] = [
  { state: { kind: 'unknown' }, says: words.en.updates.unknown, can: ['check'] },
  { state: { kind: 'current', checkedAt: inHours(-1) }, says: words.en.updates.current, can: ['check'] },
  {
    state: { kind: 'available', ...offered, postponableUntil: inHours(24) },
    says: words.en.updates.available('0.2.0'),
    can: ['install'],
    postpone: [1, 8, 24],
  },
  {
    state: { kind: 'ready', ...offered, postponableUntil: inHours(9) },
    says: words.en.updates.ready('0.2.0'),
    can: ['install'],
    postpone: [1, 8],
  },
  {
    state: { kind: 'ready', ...offered, postponableUntil: null },
    says: words.en.updates.ready('0.2.0'),
    can: ['install'],
  },
  {
    state: { kind: 'downloading', version: '0.2.0', doneBytes: 1, totalBytes: 4 },
    says: words.en.updates.downloading('0.2.0'),
    can: [],
  },
  { state: { kind: 'installing', version: '0.2.0' }, says: words.en.updates.installing('0.2.0'), can: [] },
  {
    state: { kind: 'failed', version: '0.2.0', failure, retryAt: inHours(1) },
    says: words.en.updates.failed,
    can: ['check'],
  },
];

describe('a newer release', () => {
  for (const { state, says, can, postpone = [] } of rows)
    test(`that is ${state.kind}${postpone.length === 0 ? '' : ` and can be put off by ${postpone.join(', ')} hours`}`, () => {
      const shown = view(state);
      assert.equal(shown?.sentence, says);
      assert.deepEqual(
        [shown?.mayCheck, shown?.mayInstall, shown?.postponeHours],
        [can.includes('check'), can.includes('install'), postpone],
      );
    });

  test('of which the agent knows nothing by its settings is not spoken of', () =>
    assert.equal(view({ kind: 'off' }), null));

  test('shows how far it is, and never more than all', () => {
    const downloading = { kind: 'downloading', version: '0.2.0', totalBytes: 4 } as const;
    assert.equal(view({ ...downloading, doneBytes: 1 })?.progress, 0.25);
    assert.equal(view({ ...downloading, doneBytes: 9 })?.progress, 1);
  });

  test('is described in text that cannot turn or hide what follows', () => {
    const shown = view({ kind: 'ready', ...offered, notes: 'Better\u202Eretteb', postponableUntil: null });
    assert.equal(shown?.details[0], 'Better\uFFFDretteb');
  });
});
