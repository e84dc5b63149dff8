// A notice in words, as its page and the system's own notices show it; pure.

import { assertNever } from '../assert-never.ts';
import { moment } from '../words/format.ts';
import type { Language } from '../words/language.ts';
import type { Words } from '../words/words.ts';
import type { Notice } from './gui-state.ts';
import { shownText } from './shown-text.ts';

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** A sentence that names more than these is read by nobody. */
const mostNames = 3;

/** Plain text, each on one line; names of others are made fit to be shown. */
export function noticeText(what: Notice['what'], words: Pick<Words, 'notices'>, language: Language): NoticeText {
  const own = words.notices;
  const list = (names: readonly string[]): string => listed(names, words, language);
  switch (what.kind) {
    case 'enrolled':
      return { title: own.enrolled.title, body: own.enrolled.body(shownText(what.ems, 300)) };
    case 'withdrawn':
      return { title: own.withdrawn.title, body: own.withdrawn.body(shownText(what.ems, 300)) };
    case 'tags-lost': {
      const { title, body, bodyWithoutRules } = own.tagsLost;
      const tags = list(what.tags);
      return {
        title: title(what.tags.length),
        body: what.rules.length === 0 ? bodyWithoutRules(tags) : body(tags, list(what.rules)),
      };
    }
    case 'recovered': {
      const { title, body, bodyWithoutTags } = own.recovered;
      return { title, body: what.tags.length === 0 ? bodyWithoutTags : body(list(what.tags)) };
    }
    case 'denied':
      return {
        title: own.denied.title(what.count),
        body: own.denied.body(list(what.destinations), shownText(what.code, 3)),
      };
    case 'sign-in-wanted':
      return { title: own.signInWanted.title, body: own.signInWanted.body(list(what.destinations)) };
    case 'ems-unreachable':
      return { title: own.emsUnreachable.title, body: own.emsUnreachable.body(shownText(what.ems, 300)) };
    case 'captive-portal':
      return own.captivePortal;
    case 'agent-gone':
      return own.agentGone;
    case 'incompatible':
      return own.incompatible;
    case 'update-ready': {
      const { title, body } = own.updateReady;
      return { title, body: body(shownText(what.version, 64), shownText(moment(language, what.installAt), 80)) };
    }
    case 'warning':
      return { title: own.warning.title, body: shownText(what.text) };
    default:
      return assertNever(what);
  }
}

function listed(names: readonly string[], { notices }: Pick<Words, 'notices'>, language: Language): string {
  const shown = names.slice(0, mostNames).map((name) => shownText(name, 200));
  const rest = names.length - shown.length;
  return notices.and(rest === 0 ? shown : [...shown, notices.more(rest)], language);
}
