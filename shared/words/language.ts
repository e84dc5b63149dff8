// The languages that people may read the shell in, and which one suits what the system asks for.

import { z } from 'zod';

/** BCP 47 tags. */
export const language = z.enum(['en', 'de', 'fr', 'es', 'ja', 'zh-Hans']);
export type Language = z.infer<typeof language>;

/** The first of the system's preferred languages (BCP 47) that there is; English where there is none. */
export function languageFor(preferred: readonly string[]): Language {
  for (const wanted of preferred) {
    const found = languageOf(wanted);
    if (found !== null) return found;
  }
  return 'en';
}

function languageOf(tag: string): Language | null {
  const [primary = '', ...more] = tag.toLowerCase().split(/[-_]/);
  // Chinese without a script is read by its region; who writes traditional letters is not given simplified ones.
  if (primary === 'zh' && more.includes('hans')) return 'zh-Hans';
  if (primary === 'zh') return more.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? null : 'zh-Hans';
  return language.options.find((each) => each === primary) ?? null;
}
