// Which language the shell speaks, by what the system prefers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageFor } from '../../../../shared/words/language.ts';

const rows: readonly (readonly [readonly string[], string])[] = [
  [['de-AT'], 'de'],
  [['pt-BR', 'es-MX', 'en-US'], 'es'],
  [['zh-CN'], 'zh-Hans'],
  [['zh-Hans-HK'], 'zh-Hans'],
  [['zh-TW', 'ja-JP'], 'ja'],
  [['zh-Hant'], 'en'],
  [['fr_CA.UTF-8'], 'fr'],
  [['C'], 'en'],
  [['', '__proto__'], 'en'],
  [[], 'en'],
];

for (const [preferred, language] of rows)
  test(`a system that prefers ${JSON.stringify(preferred)} is spoken to in ${language}`, () => {
    assert.equal(languageFor(preferred), language);
  });
