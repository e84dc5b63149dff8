import assert from 'node:assert/strict';
import test from 'node:test';
import { words } from '../../../../shared/words/words.ts';
import { alike } from './alike.ts';

/** What no text of the language holds, for its own marks stand in these places. */
const foreign: Record<string, RegExp> = {
  en: /[«»„]/,
  de: /[«»”]/,
  // A narrow no-break space stands before high marks, and inside the quotation marks.
  fr: /[“”„]|(?<!\u202f)[?!;»]|(?<!\u202f|https|stile):|«(?!\u202f)/,
  es: /[“”„]|^[^¿]*\?|^[^¡]*!/,
  // Marks are of full width, but for a Japanese colon, which has a space behind it.
  ja: /[“”„«»，；：,;!?()]|[^\x20-\x7e][.]|:(?! |$|\/\/)/,
  'zh-Hans': /[「」„«»,;!?()]|[^\x20-\x7e][.:]|: /,
};

const samples = [0, 1, 2, 1000];
const english = new Map(textsOf(words.en));

for (const [language, all] of Object.entries(words)) {
  const texts = textsOf(all);

  test(`${language} has a text in every place, with marks and spaces of its own`, () => {
    for (const [place, text] of texts) {
      const shown = typeof text === 'string' ? [text] : [...samples.map(text.with), text.named];
      for (const each of shown) {
        assert.match(each, /\S/, place);
        assert.doesNotMatch(each, /["'`]|\s\s|^\s|\s$|undefined|\[object/, `${place}: ${each}`);
        assert.doesNotMatch(each, foreign[language] ?? /(?!)/, `${place}: ${each}`);
      }
    }
  });

  test(`${language} has as many texts in every place as English, and keeps the names and amounts it is given`, () => {
    assert.deepEqual([...texts.map(([place]) => place)].sort(), [...english.keys()].sort());
    for (const [place, text] of texts) {
      const pattern = english.get(place);
      if (typeof text === 'string' || typeof pattern !== 'object') continue;
      assert.deepEqual(keptIn(text.named), keptIn(pattern.named), place);
      for (const amount of [2, 1000]) {
        const kept = pattern.with(amount).includes(`${amount}`);
        assert.equal(text.with(amount).includes(`${amount}`), kept, `${place}: ${text.with(amount)}`);
      }
    }
  });

  if (language !== 'en')
    test(`${language} is translated in every place but those where it says the same as English`, () => {
      const same = texts.flatMap(([place, text]) => {
        const pattern = english.get(place);
        return shownOf(text) === (pattern === undefined ? '' : shownOf(pattern)) ? [place] : [];
      });
      assert.deepEqual(same.sort(), [...(alike[language] ?? [])].sort());
    });
}

/** A text that depends on something, with sample amounts or names in the places of all it depends on. */
interface Dependent {
  with(amount: number): string;
  named: string;
}

function textsOf(value: unknown, place = ''): [string, string | Dependent][] {
  if (typeof value === 'string') return [[place, value]];
  // It joins names, by the language that comes with them.
  if (place === 'notices.and') return [];
  if (typeof value === 'function') {
    const call = (argument: (at: number) => unknown): string =>
      String(value(...Array.from({ length: value.length }, (_, at) => argument(at))));
    return [[place, { with: (amount) => call(() => amount), named: call((at) => `Name${at}`) }]];
  }
  assert.ok(typeof value === 'object' && value !== null, place);
  return Object.entries(value).flatMap(([key, each]) => textsOf(each, place === '' ? key : `${place}.${key}`));
}

function shownOf(text: string | Dependent): string {
  return typeof text === 'string' ? text : text.with(2);
}

function keptIn(text: string): readonly string[] {
  return ['Name0', 'Name1', 'Name2', 'Name3'].filter((name) => text.includes(name));
}
