// What the pages of local accounts say, in every language there is; a missing word does not compile.

import type { Language } from '../../../../shared/words/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { zhHans } from './zh-hans.ts';

export interface Texts {
  readonly signIn: {
    readonly title: string;
    /** For whom: the browser of somebody else would not get far, but should know. */
    readonly on: (hostname: string, osUser: string) => string;
    readonly name: string;
    readonly password: string;
    readonly submit: string;
    readonly wrong: string;
    readonly over: { readonly title: string; readonly text: string };
  };
  readonly choose: {
    readonly title: string;
    readonly account: (name: string) => string;
    readonly password: string;
    readonly again: string;
    readonly rule: (shortest: number) => string;
    readonly submit: string;
    readonly unfit: (shortest: number) => string;
    readonly different: string;
    readonly done: { readonly title: string; readonly text: string };
    readonly over: { readonly title: string; readonly text: string };
  };
  readonly held: (seconds: number) => string;
  readonly broken: { readonly title: string; readonly text: string };
}

export const texts: Readonly<Record<Language, Texts>> = { en, de, fr, es, ja, 'zh-Hans': zhHans };
