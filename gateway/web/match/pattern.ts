// Makes a pattern of the configuration into a test of a string: sub-string, wildcard, exact, or regular expression.

import { RE2JS } from 're2js';

export type PatternType = 'sub-string' | 'wildcard' | 'exact' | 'regex';

export interface Pattern {
  matches(text: string): boolean;
  /** How much it says: a pattern of a later rank, or of more literal characters in one rank, is less general. */
  readonly rank: number;
  readonly literals: number;
}

const ranks = { 'sub-string': 0, wildcard: 1, regex: 2, exact: 3 } as const satisfies Record<PatternType, number>;

/** A longer one, or one of more steps, would make one request expensive; see `whyNoRegex`. */
const longestRegex = 512;
const mostSteps = 1_000;

/**
 * A wildcard's `*` stands for any characters and `?` for one, and it has to fit the whole text. A regular expression is
 * RE2's: it may fit anywhere unless it says `^` and `$`, and takes time in proportion to the text, whatever is sent.
 */
export function makePattern(type: PatternType, text: string): Pattern {
  return { matches: testOf(type, text), rank: ranks[type], literals: text.replace(/[*?]/g, '').length };
}

/** The most specific first; of equals the one that stands first in the file. */
export function bySpecificity<T extends { readonly pattern: Pattern }>(entries: readonly T[]): readonly T[] {
  // Which of two regular expressions says more, their length does not tell.
  const literals = ({ pattern }: T) => (pattern.rank === ranks.regex ? 0 : pattern.literals);
  return [...entries].sort((one, other) => other.pattern.rank - one.pattern.rank || literals(other) - literals(one));
}

/** Why this text is no regular expression that the gateway takes; null if it is. Asked when the file is read. */
export function whyNoRegex(text: string): string | null {
  if (text.length > longestRegex) return `a regular expression has at most ${longestRegex} characters`;
  try {
    if (RE2JS.compile(text).programSize() > mostSteps) return 'this regular expression repeats too much';
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.message} (RE2 syntax: no look-around, no back-references)` : String(error);
  }
}

function testOf(type: PatternType, text: string): (candidate: string) => boolean {
  switch (type) {
    case 'exact':
      return (candidate) => candidate === text;
    case 'sub-string':
      return (candidate) => candidate.includes(text);
    case 'wildcard':
      return (candidate) => fits(text, candidate);
    case 'regex': {
      const compiled = RE2JS.compile(text);
      return (candidate) => compiled.test(candidate);
    }
  }
}

/** Two fingers and one step back: time at most the product of both lengths, and no stack. */
function fits(wildcard: string, text: string): boolean {
  let [at, seen] = [0, 0];
  let [star, seenAtStar] = [-1, 0];
  while (seen < text.length) {
    if (wildcard[at] === '*') {
      star = at;
      seenAtStar = seen;
      at += 1;
    } else if (at < wildcard.length && (wildcard[at] === '?' || wildcard[at] === text[seen])) {
      at += 1;
      seen += 1;
    } else if (star >= 0) {
      at = star + 1;
      seenAtStar += 1;
      seen = seenAtStar;
    } else return false;
  }
  while (wildcard[at] === '*') at += 1;
  return at === wildcard.length;
}
