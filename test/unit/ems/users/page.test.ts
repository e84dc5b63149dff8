import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type UserPage, userPage } from '../../../../ems/users/pages/page.ts';
import { texts } from '../../../../ems/users/pages/texts/texts.ts';
import { type Language, language } from '../../../../shared/words/language.ts';

const pages: readonly UserPage[] = [
  { kind: 'sign-in', hostname: 'laptop', osUser: 'mira', name: '', trouble: null },
  { kind: 'sign-in', hostname: 'laptop', osUser: 'mira', name: 'anna', trouble: { kind: 'wrong' } },
  { kind: 'sign-in', hostname: 'laptop', osUser: 'mira', name: 'anna', trouble: { kind: 'held', seconds: 42 } },
  { kind: 'sign-in-over' },
  { kind: 'choose', account: 'anna', trouble: null },
  { kind: 'choose', account: 'anna', trouble: { kind: 'unfit' } },
  { kind: 'choose', account: 'anna', trouble: { kind: 'different' } },
  { kind: 'chosen' },
  { kind: 'link-over' },
  { kind: 'broken' },
];

for (const each of language.options) {
  const drawn = pages.map((page) => userPage(page, each));

  test(`${each} says each of them in words of its own`, () => {
    assert.equal(new Set(drawn).size, pages.length);
    for (const page of drawn) assert.match(page, new RegExp(`<html lang="${each}">`));
    assert.match(drawn[2] ?? '', /42/);
    assert.match(drawn[4] ?? '', /12/);
  });

  if (each !== 'en')
    test(`${each} is no English`, () => {
      const english = new Set(wordsOf('en'));
      assert.deepEqual(
        wordsOf(each).filter((word) => english.has(word)),
        [],
      );
    });
}

test('no value writes HTML, wherever it stands', () => {
  const wild = '"><script>alert(1)</script>';
  for (const page of [
    { kind: 'sign-in', hostname: wild, osUser: wild, name: wild, trouble: null },
    { kind: 'choose', account: wild, trouble: null },
  ] as const)
    assert.doesNotMatch(userPage(page, 'en'), /<script/);
});

/** Every text of a language, functions asked with the same values. */
function wordsOf(of: Language): string[] {
  const flat = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value === 'function') return [String(value('a', 'b'))];
    return Object.values(value as object).flatMap(flat);
  };
  return flat(texts[of]);
}
