import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from '../../../../daemon/activity/history.ts';
import type { Whose } from '../../../../daemon/activity/whose.ts';
import { type ActivityEntry, activityPage } from '../../../../shared/agent/activity.ts';
import { requestId } from '../../../../shared/ids.ts';
import { encodeFrame, largestAnswer } from '../../../../shared/wire/frame.ts';

const root = { uid: 0, isAdministrator: true };
const anna = { uid: 1_000, isAdministrator: false };
const born = Date.parse('2026-11-27T10:00:00Z');

function session(id: string, until: string | null = null): (sequence: number) => ActivityEntry {
  const destination = 'crm.corp.test:443';
  const rest = { requestId: null, destination, osUser: 'anna', program: null, since: 'then', sent: 1, received: 2 };
  return (sequence) => ({ kind: 'session', sequence, id, until, ...rest });
}

function refusal(id: string, tags: readonly string[] = []): (sequence: number) => ActivityEntry {
  const asked = requestId.parse(`req_${'A'.repeat(25)}Q`);
  const denial = {
    code: '065',
    title: 'Denied',
    requestId: asked,
    destination: 'crm:1',
    retry: false,
    tags: [...tags],
  };
  return (sequence) => ({ kind: 'refused', sequence, id, at: 'then', denial });
}

function ended(history: History, count: number, whose: Whose = 1_000, prefix = 'old'): void {
  for (let at = 0; at < count; at += 1) history.end(`${prefix}-${at}`, whose, refusal(`${prefix}-${at}`));
}

const ids = (page: { readonly entries: readonly ActivityEntry[] }) => page.entries.map(({ id }) => id);

test('a session comes when it is carried, and again with a higher sequence when it has ended', () => {
  const history = new History(born);
  history.begin('one', 1_000, session('one'));
  const first = history.page(0, anna);
  assert.deepEqual(ids(first), ['one']);
  assert.deepEqual(history.page(first.last, anna), { entries: [], last: first.last });
  history.end('one', 1_000, session('one', 'now'));
  const second = history.page(first.last, anna);
  assert.deepEqual(
    second.entries.map((entry) => entry.kind === 'session' && [entry.id, entry.until]),
    [['one', 'now']],
  );
  assert.ok(second.last > first.last);
  assert.deepEqual(ids(history.page(0, anna)), ['one'], 'once, not twice');
});

const told: readonly (readonly [string, Whose, readonly ('anna' | 'bert' | 'root')[]])[] = [
  ['what is one’s own', 1_000, ['anna', 'root']],
  ['what is another’s', 1_001, ['bert', 'root']],
  ['what is the device’s', 'device', ['anna', 'bert', 'root']],
  ['what cannot be told apart', 'unknown', ['root']],
];

for (const [what, whose, who] of told)
  test(`${what} is told to ${who.join(', ')}`, () => {
    const history = new History(born);
    history.begin('carried', whose, session('carried'));
    history.end('over', whose, refusal('over'));
    const viewers = { anna, bert: { uid: 1_001, isAdministrator: false }, root };
    for (const [name, viewer] of Object.entries(viewers))
      assert.equal(history.page(0, viewer).entries.length, who.some((each) => each === name) ? 2 : 0, name);
  });

test('so much is remembered and no more, the oldest goes first, and what is carried still stays', () => {
  const history = new History(born, 5);
  history.begin('long', 1_000, session('long'));
  ended(history, 7);
  assert.deepEqual(ids(history.page(0, root)), ['long', 'old-2', 'old-3', 'old-4', 'old-5'], 'told at once');
  const { last } = history.page(0, root);
  assert.deepEqual(ids(history.page(last, root)), ['old-6'], 'the rest is asked for');
});

test('who connects in a loop pushes out nobody’s past but their own', () => {
  const history = new History(born, 5);
  ended(history, 2, 1_000, 'anna');
  ended(history, 50, 1_001, 'loop');
  assert.deepEqual(ids(history.page(0, anna)), ['anna-0', 'anna-1']);
  assert.deepEqual(ids(history.page(0, root)), ['anna-0', 'anna-1', 'loop-47', 'loop-48', 'loop-49']);
});

/** What `last` of an earlier life may be to the daemon of now: its start, that start's entries, and its clock. */
const lives: readonly (readonly [string, number, number])[] = [
  ['after a restart', born - 3_600_000, 500],
  ['after a restart within the second', born - 900, 500],
  ['after a restart with the clock set back by an hour', born + 3_600_000, 500],
];

for (const [when, earlier, count] of lives)
  test(`${when} nobody who asks on with an old number misses anything`, () => {
    const before = new History(earlier);
    ended(before, count);
    const { last } = before.page(0, anna);
    const now = new History(born);
    now.begin('new', 1_000, session('new'));
    assert.deepEqual(ids(now.page(last, anna)), ['new']);
  });

test('a page fits one answer, however long the texts are, and the pages together hold everything once', () => {
  const history = new History(born, 3_000);
  const tags = Array.from({ length: 64 }, () => '€'.repeat(64));
  for (let at = 0; at < 3_000; at += 1) history.end(`wide-${at}`, 1_000, refusal(`wide-${at}`, tags));
  const seen: string[] = [];
  let pages = 0;
  for (let after = 0; ; pages += 1) {
    const page = activityPage.parse(history.page(after, anna));
    if (page.entries.length === 0) break;
    const frame = encodeFrame({ type: 'response', id: 1, ok: true, result: page });
    assert.ok(frame.length <= largestAnswer, `${frame.length} bytes`);
    seen.push(...ids(page));
    after = page.last;
  }
  assert.ok(pages > 1);
  assert.deepEqual(
    seen,
    Array.from({ length: 3_000 }, (_, at) => `wide-${at}`),
  );
});
