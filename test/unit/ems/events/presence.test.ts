import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPresence, type Presence } from '../../../../ems/events/presence.ts';

function two(): { readonly a: Presence; readonly b: Presence; readonly time: { now: number } } {
  const time = { now: 0 };
  const clock = { now: () => 0, monotonic: () => time.now };
  return { a: openPresence('a', clock, 30), b: openPresence('b', clock, 30), time };
}

const say = (from: Presence, to: Presence, id: string, applied: number | null, isOpen = true): void => {
  for (const notice of from.noticesOf([{ id, applied }], isOpen)) to.hear(notice);
};

test('a gateway of another process is known with the revision it has in force, until it leaves', () => {
  const { a, b } = two();
  assert.equal(b.elsewhere('gw_1'), null);
  say(a, b, 'gw_1', null);
  say(a, b, 'gw_1', 7);
  assert.equal(b.elsewhere('gw_1')?.applied, 7);
  say(a, b, 'gw_1', 7, false);
  assert.equal(b.elsewhere('gw_1'), null);
});

test('a process that falls silent takes its links with it', () => {
  const { a, b, time } = two();
  say(a, b, 'gw_1', 7);
  time.now = 30;
  assert.equal(b.elsewhere('gw_1')?.applied, 7);
  time.now = 31;
  assert.equal(b.elsewhere('gw_1'), null);
});

test('what a process says is no news to itself', () => {
  const { a } = two();
  say(a, a, 'gw_1', 7);
  assert.equal(a.elsewhere('gw_1'), null);
});

test('however many gateways there are, a notice stays below what PostgreSQL carries', () => {
  const { a } = two();
  const links = Array.from({ length: 500 }, (_, at) => ({ id: `gw_${String(at).padStart(26, '0')}`, applied: 1e15 }));
  const notices = a.noticesOf(links, true);
  assert.deepEqual(
    notices.flatMap((notice) => notice.links),
    links,
  );
  for (const notice of notices) assert.ok(Buffer.byteLength(JSON.stringify(notice)) < 8_000);
});
