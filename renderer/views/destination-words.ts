// How a destination stands and what it carries, in words of one language; pure.

import { assertNever } from '../../shared/assert-never.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { bytes, count, listOf } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { denialWhy } from './denial.ts';
import type { DestinationRow, DestinationStanding } from './destinations.ts';
import { ago, milliseconds } from './measures.ts';

export interface StandingWords {
  readonly state: string;
  /** What is behind it. */
  readonly detail: string;
  /** What helps; empty where nothing has to be done, and for a refusal, which is explained at length elsewhere. */
  readonly next: string;
}

type OurWords = Pick<Words, 'destinations' | 'denials'>;

export function standingWords(
  standing: DestinationStanding,
  words: OurWords,
  language: Language,
  now: number,
): StandingWords {
  const own = words.destinations;
  const state = own.states[standing.kind];
  switch (standing.kind) {
    case 'allowed':
      return { state, detail: own.lastReached(ago(language, standing.at, now)), next: '' };
    case 'untried':
      return { state, detail: '', next: '' };
    case 'denied':
      return {
        state,
        detail: deniedDetail(standing, words, language),
        next: '',
      };
    case 'conflict':
      return { state, detail: own.conflictDetail(shownText(standing.line, 300)), next: own.conflictNext };
    case 'refused':
      return { state, detail: own.refusedDetail[standing.why], next: own.refusedNext[standing.why] };
    case 'address-taken':
      return {
        state,
        detail: own.addressTakenDetail(`${shownText(standing.address, 45)}:${standing.port}`),
        next: own.addressTakenNext,
      };
    case 'failed':
      return { state, detail: shownText(standing.failure.message), next: shownText(standing.failure.next) };
    default:
      return assertNever(standing);
  }
}

export interface TrafficWords {
  readonly latency: string | null;
  /** Connections and bytes; nothing where there were none. */
  readonly carried: readonly string[];
}

export function trafficWords(
  traffic: DestinationRow['traffic'],
  { destinations }: Pick<Words, 'destinations'>,
  language: Language,
): TrafficWords {
  if (traffic === null) return { latency: null, carried: [] };
  const { openedInMs, sessions, sent, received } = traffic;
  return {
    latency: openedInMs === null ? null : milliseconds(language, openedInMs),
    carried: [
      ...(sessions === 0 ? [] : [destinations.sessions(sessions, count(language, sessions))]),
      ...(sent === 0 ? [] : [destinations.sent(bytes(language, sent))]),
      ...(received === 0 ? [] : [destinations.received(bytes(language, received))]),
    ],
  };
}

function deniedDetail(
  { by, missing }: Extract<DestinationStanding, { kind: 'denied' }>,
  words: OurWords,
  language: Language,
): string {
  if (missing.length === 0) return denialWhy(by.denial, words);
  return words.destinations.lacks(
    listOf(
      language,
      missing.map((tag) => shownText(tag, 64)),
    ),
  );
}
