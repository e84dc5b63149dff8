// The activity: what news change, what a filter finds, how entries are told, and what stands in an exported file.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportedActivity } from '../../../../renderer/views/activity-export.ts';
import { type ActivityChoice, chosenActivity, everything, placesIn } from '../../../../renderer/views/activity-list.ts';
import { emptyLog, withNews } from '../../../../renderer/views/activity-log.ts';
import { activityDetail, activityRowWords, requestIdOf } from '../../../../renderer/views/activity-words.ts';
import { type ActivityEntry, activityEntry } from '../../../../shared/agent/activity.ts';
import { words } from '../../../../shared/words/words.ts';

const requestId = `req_${'F'.repeat(26)}`;
const now = Date.parse('2026-11-27T16:00:00.000Z');

function session(sequence: number, over: Readonly<Record<string, unknown>> = {}): ActivityEntry {
  return activityEntry.parse({
    kind: 'session',
    sequence,
    id: `s${sequence}`,
    requestId,
    destination: 'files.corp.test:22',
    osUser: 'ada',
    program: 'ssh',
    since: '2026-11-27T15:00:00.000Z',
    until: null,
    sent: 1_500,
    received: 0,
    ...over,
  });
}

function refusal(sequence: number, over: Readonly<Record<string, unknown>> = {}): ActivityEntry {
  const denial = {
    code: '065',
    title: 'ZTNA Policy Deny',
    requestId,
    destination: 'wiki.corp.test:443',
    tags: ['compliant'],
    retry: false,
  };
  return activityEntry.parse({
    kind: 'refused',
    sequence,
    id: `d${sequence}`,
    at: '2026-11-27T15:55:00.000Z',
    denial: { ...denial, ...over },
  });
}

const log = withNews(emptyLog, { entries: [session(1), refusal(2)], last: 2 }, words.en);

test('the newest stands first', () => {
  assert.deepEqual(
    log.rows.map((row) => row.id),
    ['d2', 's1'],
  );
  assert.equal(log.last, 2);
});

test('an entry that comes again takes the place of its older self', () => {
  const ended = session(3, { id: 's1', until: '2026-11-27T15:30:00.000Z' });
  const later = withNews(log, { entries: [ended], last: 3 }, words.en);
  assert.deepEqual(
    later.rows.map((row) => row.entry.sequence),
    [2, 3],
  );
});

test('no news change nothing, not even the list itself', () => {
  assert.equal(withNews(log, { entries: [], last: 2 }, words.en), log);
});

test('an agent that counts anew is asked anew', () => {
  assert.deepEqual(withNews(log, { entries: [], last: 1 }, words.en), emptyLog);
});

test('ten thousand are kept, the oldest leave first', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => refusal(at + 3, {})).map(
    (entry) => ({ ...entry, at: '2026-11-27T15:58:00.000Z' }) as ActivityEntry,
  );
  const full = withNews(log, { entries: many, last: 10_002 }, words.en);
  assert.equal(full.rows.length, 10_000);
  assert.equal(full.rows[0]?.id, 'd10002');
  assert.ok(!full.rows.some((row) => row.id === 's1'));
});

const choices: readonly (readonly [name: string, choice: Partial<ActivityChoice>, ids: readonly string[]])[] = [
  ['everything', {}, ['d2', 's1']],
  ['by kind', { kind: 'refused' }, ['d2']],
  ['by place', { place: 'files.corp.test:22' }, ['s1']],
  ['by user and program, in any case', { text: 'ADA ssh' }, ['s1']],
  ['by code', { text: '065' }, ['d2']],
  ['by the words of the reason', { text: 'lacks a tag' }, ['d2']],
  ['by request id', { text: requestId }, ['d2', 's1']],
  ['the last quarter of an hour, and what is still open', { span: 'quarter' }, ['d2', 's1']],
];
for (const [name, choice, ids] of choices)
  test(`shows ${name}`, () => {
    const found = chosenActivity(log.rows, { ...everything, ...choice }, now);
    assert.deepEqual(
      found.map((row) => row.id),
      ids,
    );
  });

test('what ended before the span is left out', () => {
  const ended = withNews(emptyLog, { entries: [session(1, { until: '2026-11-27T15:01:00.000Z' })], last: 1 }, words.en);
  assert.deepEqual(chosenActivity(ended.rows, { ...everything, span: 'quarter' }, now), []);
  assert.equal(chosenActivity(ended.rows, { ...everything, span: 'day' }, now).length, 1);
});

test('every place stands once in the choice of destinations', () => {
  const more = withNews(log, { entries: [session(3), refusal(4, { destination: null })], last: 4 }, words.en);
  assert.deepEqual(
    placesIn(more.rows).map(({ place }) => place),
    ['files.corp.test:22', 'wiki.corp.test:443'],
  );
});

test('a row tells why, and a connection how much it carried and how long', () => {
  const ended = session(5, { until: '2026-11-27T15:30:00.000Z', program: null });
  const [first, second] = withNews(emptyLog, { entries: [refusal(2), ended], last: 5 }, words.en).rows.map((row) =>
    activityRowWords(row, words.en, 'en'),
  );
  assert.equal(first?.detail, 'This device lacks a tag that is required here. (065)');
  assert.match(second?.detail ?? '', /^Lasted 30 minutes · 1\.5\skB sent, 0 bytes received$/);
  assert.equal(second?.who, '');
});

test('what others wrote is shown harmless, in the row and in its details', () => {
  const evil = session(1, { destination: 'a\u202Eb:1', program: '\u0007<script>', osUser: 'a\u2066da' });
  const [row] = withNews(emptyLog, { entries: [evil], last: 1 }, words.en).rows;
  assert.ok(row !== undefined);
  const shown = [
    ...Object.values(activityRowWords(row, words.en, 'en')),
    ...activityDetail(row, words.en, 'en').map(({ text }) => text),
  ].join('\n');
  assert.match(shown, /a\uFFFDb:1/);
  assert.match(shown, /\uFFFD<script>/);
  assert.doesNotMatch(shown, /[\u202E\u2066]|\p{Cc}(?<!\n)/u);
  assert.equal(requestIdOf(row), requestId);
});

test('CSV has one line for each entry and guards what begins like a formula', () => {
  const evil = session(3, { program: '=cmd|"/c calc"!A1', osUser: '+ada, "x"' });
  const { rows } = withNews(log, { entries: [evil], last: 3 }, words.en);
  const { text, suggestedName } = exportedActivity(rows, 'csv', now);
  const lines = text.split('\r\n');
  assert.equal(suggestedName, 'stile-activity-2026-11-27T16-00-00.csv');
  assert.equal(lines.length, 5);
  assert.equal(lines[0]?.split(',').length, 14);
  assert.ok(lines[2]?.includes(`"'+ada, ""x""","'=cmd|""/c calc""!A1",1500,0,`), lines[2]);
  assert.ok(lines[1]?.startsWith('refused,2026-11-27T15:55:00.000Z,'), lines[1]);
});

test('JSON holds the entries as the agent told them', () => {
  const { text } = exportedActivity(log.rows, 'json', now);
  const read = JSON.parse(text);
  assert.deepEqual(read, { version: 1, entries: log.rows.map(({ entry }) => entry) });
});
