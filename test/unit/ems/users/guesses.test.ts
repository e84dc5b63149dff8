import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeGuesses } from '../../../../ems/users/guesses.ts';
import { movedClock } from '../../../doubles/moved-clock.ts';

test('whoever guesses at one account from many places waits, and nobody else does', () => {
  const guesses = makeGuesses(movedClock());
  for (let at = 0; at < 10; at += 1) assert.equal(guesses.take('anna', `192.0.2.${at}`), 0);
  assert.ok(guesses.take('anna', '192.0.2.99') > 50);
  assert.equal(guesses.take('ben', '192.0.2.99'), 0);
});

test('whoever tries many accounts from one place waits, and the accounts stay free', () => {
  const guesses = makeGuesses(movedClock());
  for (let at = 0; at < 20; at += 1) assert.equal(guesses.take(`user-${at}`, '2001:db8::1'), 0);
  // The same customer of a network, by another of the many addresses.
  assert.ok(guesses.take('anna', '2001:db8::2') > 0);
  assert.equal(guesses.take('anna', '192.0.2.1'), 0);
});

test('a minute brings one more try, and a right password costs none', () => {
  const clock = movedClock();
  const guesses = makeGuesses(clock);
  for (let at = 0; at < 30; at += 1) {
    assert.equal(guesses.take('anna', '192.0.2.1'), 0);
    guesses.wasRight('anna', '192.0.2.1');
  }
  for (let at = 0; at < 10; at += 1) guesses.take('anna', `192.0.2.${at}`);
  assert.ok(guesses.take('anna', '192.0.2.50') > 0);
  clock.forward(60_000);
  assert.equal(guesses.take('anna', '192.0.2.50'), 0);
  assert.ok(guesses.take('anna', '192.0.2.51') > 0);
});
