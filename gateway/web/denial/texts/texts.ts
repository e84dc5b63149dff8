// What a denial page says, in every language there is; a missing word does not compile.

import type { Language } from '../../../../shared/words/language.ts';
import type { Cause } from '../causes.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { zhHans } from './zh-hans.ts';

export interface CauseTexts {
  readonly title: string;
  /** What failed, for who reads no logs. */
  readonly what: string;
  /** What that person can do now. */
  readonly next: string;
}

export interface Texts {
  readonly causes: Readonly<Record<Cause, CauseTexts>>;
  readonly accessDenied: string;
  readonly whatToDo: string;
  readonly tryAgain: string;
  readonly details: string;
  readonly tellSupport: string;
  readonly code: string;
  readonly application: string;
  readonly policy: string;
  readonly tagsMissing: string;
  readonly tagsForbidden: string;
  readonly user: string;
  readonly deviceId: string;
  readonly serial: string;
  readonly ems: string;
  readonly time: string;
  readonly requestId: string;
}

export const texts: Readonly<Record<Language, Texts>> = { en, de, fr, es, ja, 'zh-Hans': zhHans };
