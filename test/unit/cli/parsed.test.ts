// How words of the command line become values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, parsed, words } from '../../../cli/parsed.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';

test('durations are read with their unit', () => {
  assert.equal(parsed('t', duration, '90s'), 90_000);
  assert.equal(parsed('t', duration, '8h'), 28_800_000);
  assert.equal(parsed('t', duration, '7d'), 604_800_000);
});

test('a duration without a unit is refused, with a hint', () => {
  assert.throws(
    () => parsed('ems invite', duration, '8'),
    (error) => hasCode(error, 'command-invalid') && error.message.includes('such as 8h'),
  );
});

test('lists come separated by commas or as several options', () => {
  assert.deepEqual(parsed('t', words, 'a,b'), ['a', 'b']);
  assert.deepEqual(parsed('t', words, ['a,b', 'c', '']), ['a', 'b', 'c']);
});
