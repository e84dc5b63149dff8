// A flood is told at its beginning and at its end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce } from '../../../electron/coalesce.ts';

test('what comes alone is run at once, what comes in a flood once at its end', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let runs = 0;
  using ring = coalesce(() => {
    runs += 1;
  }, 100);
  ring();
  assert.equal(runs, 1);
  for (let at = 0; at < 1_000; at += 1) ring();
  assert.equal(runs, 1);
  t.mock.timers.tick(100);
  assert.equal(runs, 2);
  t.mock.timers.tick(1_000);
  assert.equal(runs, 2, 'what was told is not told again');
  ring();
  assert.equal(runs, 3, 'after a quiet time at once again');
});

test('a steady stream of a thousand a second is run ten times a second', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let runs = 0;
  using ring = coalesce(() => {
    runs += 1;
  }, 100);
  for (let ms = 0; ms < 1_000; ms += 1) {
    ring();
    t.mock.timers.tick(1);
  }
  assert.ok(runs >= 10 && runs <= 11, `${runs}`);
});

test('nothing runs after the end', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let runs = 0;
  const ring = coalesce(() => {
    runs += 1;
  }, 100);
  ring();
  ring();
  ring[Symbol.dispose]();
  t.mock.timers.tick(1_000);
  assert.equal(runs, 1);
});
