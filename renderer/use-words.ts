// The words and the formats of the language in use.

import type { Language } from '../shared/words/language.ts';
import { type Words, words } from '../shared/words/words.ts';
import { useGui } from './shell.ts';

export function useWords(): Words {
  return words[useLanguage()];
}

export function useLanguage(): Language {
  return useGui().language;
}
