// When an idle connection is asked whether it still leads somewhere.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Heartbeat } from '../../../../daemon/tunnel/heartbeat.ts';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

function watched(): { readonly heart: Heartbeat; readonly told: string[] } {
  const told: string[] = [];
  const heart = new Heartbeat({ ping: () => told.push('ping'), missed: () => told.push('missed') });
  return { heart, told };
}

test('after 20 s of idleness it asks', () => {
  const { heart, told } = watched();
  heart.start();
  mock.timers.tick(19_999);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  assert.deepEqual(told, ['ping']);
});

test('an answer begins the next wait, and so does the end of a stream', async () => {
  // Node's mocked timers do not know `refresh`.
  mock.timers.reset();
  const asked = new EventEmitter();
  const ports = { ping: () => void asked.emit('ping'), missed: assert.fail };
  const heart = new Heartbeat(ports, { everyMs: 5, answerWithinMs: 60_000 });
  // Of these timers none keeps the process alive.
  const alive = setInterval(() => undefined, 1_000);
  heart.start();
  await once(asked, 'ping');
  heart.answered();
  await once(asked, 'ping');
  heart.stop();
  heart.start();
  await once(asked, 'ping');
  heart.end();
  clearInterval(alive);
});

test('10 s without an answer are too long', () => {
  const { heart, told } = watched();
  heart.start();
  mock.timers.tick(20_000);
  mock.timers.tick(10_000);
  assert.deepEqual(told, ['ping', 'missed']);
});

test('while a stream is carried it neither asks nor misses; what was asked before may still be answered, once', () => {
  const { heart, told } = watched();
  heart.start();
  heart.beat();
  heart.stop();
  mock.timers.tick(60_000);
  assert.equal(heart.answered(), true);
  assert.equal(heart.answered(), false);
  mock.timers.tick(60_000);
  assert.deepEqual(told, ['ping']);
});

test('one asked out of turn is not asked again while its answer is waited for', () => {
  const { heart, told } = watched();
  heart.start();
  mock.timers.tick(15_000);
  heart.beat();
  mock.timers.tick(5_000);
  assert.deepEqual(told, ['ping']);
  mock.timers.tick(5_000);
  assert.deepEqual(told, ['ping', 'missed']);
});

test('one that has ended stays silent', () => {
  const { heart, told } = watched();
  heart.start();
  heart.end();
  mock.timers.tick(60_000);
  assert.deepEqual(told, []);
});
