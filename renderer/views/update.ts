// What the settings say about a newer release, and what can be done about it; pure.

import type { Failure } from '../../shared/agent/failure.ts';
import type { UpdateState } from '../../shared/agent/update-state.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { shownMoment } from './measures.ts';
import type { Tone } from './tone.ts';

export interface UpdateView {
  readonly tone: Tone;
  readonly sentence: string;
  /** Paragraphs below it. */
  readonly details: readonly string[];
  /** In [0, 1]; null where nothing is under way. */
  readonly progress: number | null;
  readonly failure: Failure | null;
  readonly mayCheck: boolean;
  readonly mayInstall: boolean;
  /** By how many hours it can be put off; none where it cannot. */
  readonly postponeHours: readonly number[];
}

const hourMs = 3_600_000;
const offeredHours = [1, 8, 24, 72];

const nothing = { details: [], progress: null, failure: null, mayCheck: false, mayInstall: false, postponeHours: [] };

/** Null where updates are none of this agent's business: then nothing is shown of them. */
export function updateView(
  state: UpdateState,
  { updates }: Pick<Words, 'updates'>,
  language: Language,
  now: number,
): UpdateView | null {
  switch (state.kind) {
    case 'off':
      return null;
    case 'unknown':
      return { ...nothing, tone: 'off', sentence: updates.unknown, mayCheck: true };
    case 'current':
      return {
        ...nothing,
        tone: 'good',
        sentence: updates.current,
        details: [updates.checked(shownMoment(language, state.checkedAt))],
        mayCheck: true,
      };
    case 'available':
    case 'ready': {
      const version = shownText(state.version, 64);
      const notes = shownText(state.notes, 2_000);
      return {
        ...nothing,
        tone: 'waiting',
        sentence: state.kind === 'ready' ? updates.ready(version) : updates.available(version),
        details: [
          ...(notes === '' ? [] : [notes]),
          updates.installAt(shownMoment(language, state.installAt)),
          updates.interrupts,
        ],
        mayInstall: true,
        postponeHours: hoursUntil(state.postponableUntil, now),
      };
    }
    case 'downloading':
      return {
        ...nothing,
        tone: 'waiting',
        sentence: updates.downloading(shownText(state.version, 64)),
        progress: Math.min(1, state.doneBytes / state.totalBytes),
      };
    case 'installing':
      return {
        ...nothing,
        tone: 'waiting',
        sentence: updates.installing(shownText(state.version, 64)),
        details: [updates.interrupts],
      };
    case 'failed':
      return {
        ...nothing,
        tone: 'bad',
        sentence: updates.failed,
        details: [updates.retry(shownMoment(language, state.retryAt))],
        failure: state.failure,
        mayCheck: true,
      };
    default:
      return assertNever(state);
  }
}

function hoursUntil(until: string | null, now: number): readonly number[] {
  return until === null ? [] : offeredHours.filter((hours) => now + hours * hourMs <= Date.parse(until));
}
