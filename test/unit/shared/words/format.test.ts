import assert from 'node:assert/strict';
import test from 'node:test';
import { bytes, bytesPerSecond, duration, listOf, moment, relativeTime } from '../../../../shared/words/format.ts';

const minute = 60_000;
const times: readonly [number, string, string][] = [
  [0, 'now', 'jetzt'],
  [-9_000, 'now', 'jetzt'],
  [-30_000, '30 seconds ago', 'vor 30 Sekunden'],
  [-3.9 * minute, '3 minutes ago', 'vor 3 Minuten'],
  [-90 * minute, '1 hour ago', 'vor 1 Stunde'],
  [12.4 * 24 * 60 * minute, 'in 12 days', 'in 12 Tagen'],
  [-47 * 60 * minute, '1 day ago', 'vor 1 Tag'],
];
for (const [ms, english, german] of times)
  test(`${ms} ms from now is “${english}”, in German “${german}”`, () => {
    assert.deepEqual([relativeTime('en', ms), relativeTime('de', ms)], [english, german]);
  });

const amounts: readonly [number, string, string][] = [
  [0, '0 bytes', '0 kB/s'],
  [1, '1 byte', '0 kB/s'],
  [999, '999 bytes', '1 kB/s'],
  [1_000, '1 kB', '1 kB/s'],
  [1_440_000, '1.4 MB', '1.4 MB/s'],
  [2.5e15, '2,500 TB', '2,500 TB/s'],
];
for (const [amount, size, rate] of amounts)
  test(`${amount} bytes are “${size}”, each second “${rate}”`, () => {
    assert.deepEqual([bytes('en', amount), bytesPerSecond('en', amount)], [size, rate]);
  });

test('a duration is told in the largest unit that fits', () => {
  assert.deepEqual(
    [1_000, 90_000, 600_000, -5].map((ms) => duration('en', ms)),
    ['1 second', '1 minute', '10 minutes', '0 seconds'],
  );
});

test('what is no time stands as it came', () => {
  assert.equal(moment('en', 'soon'), 'soon');
});

test('a list is told as its language tells it', () => {
  assert.equal(listOf('de', ['a', 'b', 'c']), 'a, b und c');
});
