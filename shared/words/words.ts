// All words that the shell shows, in every language there is; a missing one does not compile.

import { german } from './de/german.ts';
import { activity } from './en/activity.ts';
import { denials } from './en/denials.ts';
import { destinations } from './en/destinations.ts';
import { diagnostics } from './en/diagnostics.ts';
import { enrolment } from './en/enrolment.ts';
import { facts } from './en/facts.ts';
import { frame } from './en/frame.ts';
import { lists } from './en/lists.ts';
import { notices } from './en/notices.ts';
import { noticesPage } from './en/notices-page.ts';
import { overview } from './en/overview.ts';
import { posture } from './en/posture.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { standing } from './en/standing.ts';
import { tags } from './en/tags.ts';
import { tray } from './en/tray.ts';
import { updates } from './en/updates.ts';
import { verdicts } from './en/verdicts.ts';
import { spanish } from './es/spanish.ts';
import { french } from './fr/french.ts';
import { japanese } from './ja/japanese.ts';
import type { Language } from './language.ts';
import { simplifiedChinese } from './zh-hans/simplified-chinese.ts';

const english = {
  activity,
  denials,
  destinations,
  diagnostics,
  enrolment,
  facts,
  frame,
  lists,
  notices,
  noticesPage,
  overview,
  posture,
  settings,
  signIn,
  standing,
  tags,
  tray,
  updates,
  verdicts,
};

/** English is the pattern of the others. Whatever depends on a number or a name is a function. */
export type Words = typeof english;

/** Of every language that there is: one that is missing, or a word of it, does not compile. */
export const words: Readonly<Record<Language, Words>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  ja: japanese,
  'zh-Hans': simplifiedChinese,
};
