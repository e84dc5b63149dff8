import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepMs, toldSteps } from '../../../../daemon/activity/steps.ts';
import { Traffic } from '../../../../daemon/activity/traffic.ts';
import { traffic as told } from '../../../../shared/agent/activity.ts';
import type { CarriedSession } from '../../../../shared/agent/agent-state.ts';

const root = { uid: 0, isAdministrator: true };
const anna = { uid: 1_000, isAdministrator: false };
const bert = { uid: 1_001, isAdministrator: false };

/** Time stands still but for what a test moves it by; it begins at the beginning of a step. */
function stillClock() {
  let ms = 1_000 * stepMs;
  let looks = 0;
  return {
    now: () => Date.UTC(2026, 0, 1) + ms,
    monotonic: () => {
      looks += 1;
      return ms;
    },
    looks: () => looks,
    forward: (by: number) => {
      ms += by;
    },
  };
}

function world() {
  const clock = stillClock();
  const traffic = new Traffic(clock);
  let count = 0;
  return {
    clock,
    traffic,
    begin(destination: string, uid = anna.uid, openedInMs: number | null = 3) {
      count += 1;
      const id = `local-${count}`;
      const session: CarriedSession = { id, requestId: null, destination, osUser: '', uid, since: '' };
      const socket = { bytesRead: 0, bytesWritten: 0 };
      traffic.begin(session, socket, openedInMs);
      return { id, socket };
    },
    tell: (viewer = anna) => told.parse(traffic.tell(viewer)),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('bytes stand in the step in which they moved, once it is over, and go with time', () => {
  const { clock, begin, tell } = world();
  const { socket } = begin('crm:1');
  clock.forward(500);
  socket.bytesRead = 10;
  socket.bytesWritten = 70;
  assert.equal(sum(tell().sent), 0, 'the step goes on');
  clock.forward(stepMs);
  assert.equal(sum(tell().sent), 10, 'the step is over');
  socket.bytesRead = 15;
  const { sent, received, at } = tell();
  assert.deepEqual([sent.length, sent.at(-1), received.at(-1)], [toldSteps, 10, 70]);
  assert.equal(at, new Date(Date.UTC(2026, 0, 1) + 1_001 * stepMs).toISOString());
  clock.forward(stepMs);
  assert.deepEqual(tell().sent.slice(-2), [10, 5]);
  clock.forward((toldSteps - 2) * stepMs);
  assert.deepEqual(tell().sent.slice(0, 2), [10, 5]);
  clock.forward(stepMs);
  assert.equal(sum(tell().sent), 5);
  clock.forward(stepMs);
  assert.equal(sum(tell().sent), 0);
});

test('what a session had when it ended is counted, and a pause between two sessions is empty', () => {
  const { clock, traffic, begin, tell } = world();
  const first = begin('crm:1');
  first.socket.bytesRead = 10;
  traffic.end(first.id);
  first.socket.bytesRead = 99;
  clock.forward(3 * stepMs);
  const second = begin('crm:1');
  second.socket.bytesRead = 20;
  traffic.end(second.id);
  clock.forward(stepMs);
  assert.deepEqual(tell().sent.slice(-4), [10, 0, 0, 20]);
});

test('a destination tells its sessions of now, its bytes since the start, and how fast the last was opened', () => {
  const { traffic, clock, begin, tell } = world();
  const first = begin('crm:1', anna.uid, 7);
  first.socket.bytesRead = 1;
  traffic.end(first.id);
  begin('crm:1', anna.uid, 4).socket.bytesWritten = 2;
  clock.forward(60 * 60_000);
  begin('web:443', anna.uid, null);
  assert.deepEqual(tell().destinations, [
    { destination: 'web:443', sessions: 1, sent: 0, received: 0, openedInMs: null },
    { destination: 'crm:1', sessions: 1, sent: 1, received: 2, openedInMs: 4 },
  ]);
});

test('everybody is told their own, and an administrator the sum', () => {
  const { clock, begin, tell } = world();
  begin('crm:1', anna.uid, 7).socket.bytesRead = 1;
  begin('crm:1', bert.uid, 5).socket.bytesRead = 10;
  clock.forward(stepMs);
  const rows = [
    [anna, 1, 7],
    [bert, 10, 5],
    [root, 11, 5],
    [{ uid: 1_002, isAdministrator: false }, 0, undefined],
  ] as const;
  for (const [viewer, sent, openedInMs] of rows) {
    const { destinations, sent: steps } = tell(viewer);
    assert.equal(sum(steps), sent);
    assert.deepEqual([destinations[0]?.sent ?? 0, destinations[0]?.openedInMs], [sent, openedInMs]);
  }
});

test('of very many destinations those in use and those used last are remembered', () => {
  const { traffic, begin, tell } = world();
  begin('in use:1');
  const again = begin('again:1');
  traffic.end(again.id);
  for (let at = 0; at < 1_999; at += 1) traffic.end(begin(`other-${at}:1`).id);
  const known = tell().destinations.map(({ destination }) => destination);
  assert.equal(known.length, 2_000);
  assert.ok(known.includes('in use:1'));
  assert.ok(!known.includes('again:1'));
  assert.equal(known[0], 'other-1998:1');
});

test('without anything carried nothing wakes the daemon', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { traffic, clock, begin, tell } = world();
  const { id, socket } = begin('crm:1');
  socket.bytesRead = 5;
  clock.forward(stepMs);
  context.mock.timers.tick(stepMs);
  socket.bytesRead = 6;
  clock.forward(stepMs);
  context.mock.timers.tick(stepMs);
  traffic.end(id);
  clock.forward(stepMs);
  assert.deepEqual(tell().sent.slice(-3), [5, 1, 0], 'read at each step, without being asked');
  context.mock.timers.tick(stepMs);
  const looks = clock.looks();
  context.mock.timers.tick(10 * stepMs);
  assert.equal(clock.looks(), looks);
});
