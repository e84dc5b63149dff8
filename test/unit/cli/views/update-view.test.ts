import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { updateView } from '../../../../cli/views/update-view.ts';
import type { UpdateState } from '../../../../shared/agent/update-state.ts';

const at = '2026-11-28T12:00:00.000Z';
const offered = { version: '0.2.0', notes: 'Faster.\u001b[2J\nSafer.', installAt: at };
const failure = { code: 'update-feed-expired', message: 'the feed ended', next: 'Tell your administrator.' };

const rows: readonly (readonly [UpdateState, RegExp])[] = [
  [{ kind: 'off' }, /^updates {2}not by the agent/m],
  [{ kind: 'unknown' }, /not asked for yet/],
  [{ kind: 'current', checkedAt: at }, /none, as of 2026/],
  [{ kind: 'available', ...offered, postponableUntil: null }, /newer {6}0\.2\.0\n[\s\S]*put off {4}no further/],
  [{ kind: 'ready', ...offered, postponableUntil: at }, /downloaded and verified\n[\s\S]*until 2026.* at most/],
  [{ kind: 'downloading', version: '0.2.0', doneBytes: 1, totalBytes: 3 }, /0\.2\.0, downloading: 33 %/],
  [{ kind: 'installing', version: '0.2.0' }, /0\.2\.0, being installed/],
  [{ kind: 'failed', version: null, failure, retryAt: at }, /the feed ended\n +Tell your administrator\./],
];

describe('stile update shows', () => {
  for (const [state, shown] of rows) test(state.kind, () => assert.match(updateView(state, '0.1.0').join('\n'), shown));

  test('notes of a release without what could move the cursor', () => {
    const lines = updateView({ kind: 'ready', ...offered, postponableUntil: null }, '0.1.0');
    assert.ok(lines.includes('notes      Faster.\ufffd[2J'));
    assert.ok(lines.includes('           Safer.'));
  });
});
