// Times of the agent as people of one language write them; what is no time stands as it came, made fit to be shown.

import { shownText } from '../../shared/shell/shown-text.ts';
import { moment, relativeTime } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';

/** What took less than a millisecond did not take none. */
export function milliseconds(language: Language, value: number): string {
  const shown = Math.max(value > 0 ? 1 : 0, Math.round(value));
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' }).format(shown);
}

/** The time of day to the second. */
export function clockTime(language: Language, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return shownText(iso, 40);
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(at);
}

/** The day alone; nothing where the time tells none, since that stands beside it. */
export function shownDay(language: Language, iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
}

export function shownMoment(language: Language, iso: string): string {
  return shownText(moment(language, iso), 80);
}

/** `3 minutes ago`; a clock that runs ahead makes nothing lie in the future. */
export function ago(language: Language, iso: string, now: number): string {
  const passedMs = now - Date.parse(iso);
  return Number.isNaN(passedMs) ? shownText(iso, 40) : relativeTime(language, -Math.max(0, passedMs));
}

/** Days of the calendar are numbered in a row, so that their distance does not depend on how long a day was. */
export function dayNumber(moment: number, timeZone?: string): number {
  const zone = timeZone === undefined ? {} : { timeZone };
  const iso = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone }).format(moment);
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
}
