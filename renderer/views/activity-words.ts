// One entry of the activity in words of one language, as a row and in detail; pure.

import type { ActivityEntry } from '../../shared/agent/activity.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { bytes, duration, listOf } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import type { ActivityRow } from './activity-log.ts';
import { denialNext, denialWhy } from './denial.ts';
import { clockTime, shownDay, shownMoment } from './measures.ts';
import type { Tone } from './tone.ts';

type OurWords = Pick<Words, 'activity' | 'denials'>;
type Carried = Extract<ActivityEntry, { kind: 'session' }>;
type Denied = Exclude<ActivityEntry, { kind: 'session' }>;

export interface ActivityRowWords {
  /** The time of day, and below it the day. */
  readonly time: string;
  readonly date: string;
  readonly what: string;
  readonly destination: string;
  readonly who: string;
  readonly detail: string;
}

export function activityRowWords(row: ActivityRow, words: OurWords, language: Language): ActivityRowWords {
  const { entry } = row;
  const own = words.activity;
  return {
    time: clockTime(language, row.at),
    date: shownDay(language, row.at),
    what: own.kinds[row.kind],
    destination: row.destination ?? own.noDestination,
    who: entry.kind === 'session' ? (programOf(entry) ?? '') : '',
    detail:
      entry.kind === 'session'
        ? carriedDetail(entry, own, language)
        : `${denialWhy(entry.denial, words)} (${shownText(entry.denial.code, 3)})`,
  };
}

export interface DetailLine {
  readonly term: string;
  readonly text: string;
}

/** What there is to say of it, line by line. */
export function activityDetail(row: ActivityRow, words: OurWords, language: Language): readonly DetailLine[] {
  const { detail: terms, noDestination } = words.activity;
  const destination = { term: terms.destination, text: row.destination ?? noDestination };
  return row.entry.kind === 'session'
    ? [destination, ...carriedLines(row.entry, words, language)]
    : [destination, ...deniedLines(row.entry, words, language)];
}

/** A connection that is carried is well; one that has ended says nothing any more. */
export function toneOfActivity({ entry }: Pick<ActivityRow, 'entry'>): Tone {
  if (entry.kind !== 'session') return entry.kind === 'cut' ? 'waiting' : 'bad';
  return entry.until === null ? 'good' : 'off';
}

export function requestIdOf({ entry }: Pick<ActivityRow, 'entry'>): string | null {
  return entry.kind === 'session' ? entry.requestId : entry.denial.requestId;
}

function carriedLines(entry: Carried, { activity }: OurWords, language: Language): readonly DetailLine[] {
  const terms = activity.detail;
  const lasted = lastedMs(entry);
  return [
    { term: terms.began, text: shownMoment(language, entry.since) },
    { term: terms.ended, text: entry.until === null ? terms.stillOpen : shownMoment(language, entry.until) },
    ...(lasted === null ? [] : [{ term: terms.duration, text: duration(language, lasted) }]),
    { term: terms.user, text: shownText(entry.osUser, 256) },
    { term: terms.program, text: programOf(entry) ?? activity.unknownProgram },
    { term: terms.sent, text: bytes(language, entry.sent) },
    { term: terms.received, text: bytes(language, entry.received) },
  ];
}

function deniedLines({ at, denial }: Denied, words: OurWords, language: Language): readonly DetailLine[] {
  const terms = words.activity.detail;
  const tags = (denial.tags ?? []).map((tag) => shownText(tag, 64));
  return [
    { term: terms.at, text: shownMoment(language, at) },
    { term: terms.code, text: `${shownText(denial.code, 3)} · ${shownText(denial.title, 128)}` },
    { term: terms.why, text: denialWhy(denial, words) },
    ...(tags.length === 0
      ? []
      : [{ term: denial.code === '064' ? terms.forbidden : terms.missing, text: listOf(language, tags) }]),
    ...(denial.policy == null ? [] : [{ term: terms.policy, text: shownText(denial.policy, 128) }]),
    { term: terms.again, text: denial.retry ? terms.yes : terms.no },
    { term: terms.next, text: denialNext(denial, words) },
  ];
}

function carriedDetail(entry: Carried, own: Words['activity'], language: Language): string {
  const amount = own.carried(bytes(language, entry.sent), bytes(language, entry.received));
  const lasted = lastedMs(entry);
  return [
    entry.until === null ? own.open : lasted === null ? own.ended : own.lasted(duration(language, lasted)),
    amount,
  ].join(' · ');
}

function programOf({ program }: Carried): string | null {
  return program === null ? null : shownText(program, 256);
}

/** Null while it is carried, and where a time cannot be read. */
function lastedMs({ since, until }: Carried): number | null {
  if (until === null) return null;
  const ms = Date.parse(until) - Date.parse(since);
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
