// The notices in words, day by day, and where each leads; pure.

import type { Notice } from '../../shared/shell/gui-state.ts';
import { pageOfNotice } from '../../shared/shell/notice-page.ts';
import { noticeText } from '../../shared/shell/notice-text.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { dayNumber } from './measures.ts';
import type { Tone } from './tone.ts';

type Kind = Notice['what']['kind'];

export interface NoticeItem {
  readonly id: number;
  readonly at: string;
  readonly tone: Tone;
  readonly title: string;
  readonly body: string;
  readonly leadsTo: keyof Words['noticesPage']['go'] | null;
  /** What an administrator finds it by. */
  readonly requestId: string | null;
}

export interface NoticeDay {
  readonly name: string;
  readonly items: readonly NoticeItem[];
}

/** The newest first, as they come. @param timeZone the system's where left out */
export function noticeDays(
  notices: readonly Notice[],
  words: Pick<Words, 'notices' | 'noticesPage'>,
  language: Language,
  now: number,
  timeZone?: string,
): readonly NoticeDay[] {
  const days = new Map<string, NoticeItem[]>();
  for (const notice of notices) {
    const name = dayName(notice.at, words, language, now, timeZone);
    days.set(name, [...(days.get(name) ?? []), itemOf(notice, words, language)]);
  }
  return [...days].map(([name, items]) => ({ name, items }));
}

function itemOf({ id, at, what }: Notice, words: Pick<Words, 'notices'>, language: Language): NoticeItem {
  return {
    id,
    at,
    tone: tones[what.kind],
    ...noticeText(what, words, language),
    leadsTo: pageOfNotice[what.kind],
    requestId: what.kind === 'denied' ? shownText(what.requestId, 64) : null,
  };
}

const tones: Readonly<Record<Kind, Tone>> = {
  enrolled: 'good',
  withdrawn: 'bad',
  'tags-lost': 'waiting',
  recovered: 'good',
  denied: 'bad',
  'ems-unreachable': 'waiting',
  'sign-in-wanted': 'waiting',
  'captive-portal': 'waiting',
  'agent-gone': 'bad',
  incompatible: 'waiting',
  'update-ready': 'waiting',
  warning: 'waiting',
};

function dayName(
  at: string,
  { noticesPage }: Pick<Words, 'noticesPage'>,
  language: Language,
  now: number,
  timeZone: string | undefined,
): string {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return shownText(at, 40);
  const age = dayNumber(now, timeZone) - dayNumber(moment, timeZone);
  if (age === 0) return noticesPage.today;
  if (age === 1) return noticesPage.yesterday;
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', ...zone }).format(moment);
}
