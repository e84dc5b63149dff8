// What others wrote, made fit to be shown: it stays readable, and can neither turn, hide nor flood what stands around it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shownText } from '../../../../shared/shell/shown-text.ts';

const rows: readonly (readonly [what: string, given: string, shown: string])[] = [
  ['plain words', 'Disk encryption', 'Disk encryption'],
  ['letters of every language', 'Größe 大小 حجم', 'Größe 大小 حجم'],
  ['markup', '<b onclick=x>hi</b>', '<b onclick=x>hi</b>'],
  ['an override that would turn the name around', 'crm\u202Egpj.exe', 'crm\uFFFDgpj.exe'],
  ['isolates and marks', 'a\u2066b\u2069c\u200E', 'a\uFFFDb\uFFFDc\uFFFD'],
  ['letters without width', 'ad\u200Bmin', 'ad\uFFFDmin'],
  ['a run of them', 'a\u200B\u200B\u200Bb', 'a\uFFFDb'],
  ['several lines', 'one\r\ntwo\tthree', 'one two three'],
  ['control characters', 'a\u0000\u001B[31mb', 'a\uFFFD[31mb'],
  ['tags of plane 14', 'x\u{E0041}y', 'x\uFFFDy'],
  ['an emoji of several code points', '👍🏽', '👍🏽'],
  ['spaces around', '  x   y ', 'x y'],
];

for (const [what, given, shown] of rows)
  test(`${what}: shown so that it can be trusted`, () => assert.equal(shownText(given), shown));

test('marks piled onto one letter stay on its line', () => {
  assert.equal([...shownText(`e${'\u0301'.repeat(500)}`)].length, 4);
});

test('what is too long ends with an ellipsis, and never in half a letter', () => {
  assert.equal(shownText('😀'.repeat(50), 10), `${'😀'.repeat(9)}…`);
  assert.equal(shownText('a'.repeat(10), 10), 'a'.repeat(10));
});

test('whatever comes: one line, bounded, nothing unseen, and shown once it stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.integer({ min: 2, max: 400 }), (text, most) => {
      const shown = shownText(text, most);
      assert.ok([...shown].length <= most);
      assert.doesNotMatch(shown, /[\p{Cc}\u200B-\u200F\u2028-\u202E\u2066-\u2069]/u);
      assert.equal(shownText(shown, most), shown);
    }),
  );
});
