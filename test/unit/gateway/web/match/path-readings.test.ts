// Which paths have one meaning, which have several, and which are nobody's but an attacker's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pathReadings } from '../../../../../gateway/web/match/path-readings.ts';

const readings: Readonly<Record<string, readonly string[]>> = {
  '/': ['/'],
  '/a/b.html': ['/a/b.html'],
  '/%61bc': ['/abc'],
  '/caf%C3%A9': ['/café'],
  '/a%20b': ['/a b'],
  '/..a/.b/c..': ['/..a/.b/c..'],
  '/a//b': ['/a//b', '/a/b'],
  '/a;v=1/b': ['/a;v=1/b', '/a/b'],
  '/a%3Bv/b': ['/a;v/b', '/a/b'],
  '/scope%2fname': ['/scope%2Fname', '/scope/name'],
  '/a%252Fb': ['/a%2Fb', '/a/b'],
  '/100%25': ['/100%'],
};

for (const [path, expected] of Object.entries(readings))
  test(`${path} is read as ${expected.join(' or ')}`, () => {
    assert.deepEqual(pathReadings(path), { kind: 'readings', readings: expected });
  });

const refused = [
  '',
  'a',
  '*',
  'http://a/',
  '/..',
  '/a/../b',
  '/a/./b',
  '/a/..',
  '/%2e%2e/b',
  '/.%2E/b',
  '/a/..;/b',
  '/a/..;x=1/b',
  '/a/%2e%2e;/b',
  '/a%2f..%2fb',
  '/a/%252e%252e/b',
  '/a\\b',
  '/a%5cb',
  '/a%255Cb',
  '/a%00',
  '/a%0d%0aX:1',
  '/a%250a',
  '/a%7f',
  '/a%',
  '/a%zz',
  '/a%4',
  '/%ff',
  '/%c0%ae%c0%ae/',
  '/a b',
  '/a\tb',
  '/a#b',
  '/é',
  `/${'a'.repeat(9_000)}`,
];

for (const path of refused)
  test(`${JSON.stringify(path.slice(0, 40))} is refused`, () => assert.equal(pathReadings(path).kind, 'refused'));

test('no reading of a path that is taken leaves the tree, however it is written', () => {
  const piece = fc.constantFrom(
    '/',
    '.',
    '..',
    ';',
    '%2e',
    '%2F',
    '%5c',
    '%25',
    '2e',
    '2f',
    'a',
    '//',
    '\\',
    '%00',
    '%',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const read = pathReadings(`/${pieces.join('')}`);
      if (read.kind === 'refused') return;
      for (const reading of read.readings)
        for (const segment of reading.split('/')) assert.doesNotMatch(segment.replace(/;.*/, ''), /^\.{1,2}$|\\|\0/);
    }),
    { numRuns: 2_000 },
  );
});
