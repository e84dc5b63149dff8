// Why a destination is out of reach: what the agent explains, in words, with what can be done; pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Explanation, Obstacle } from '../../shared/agent/why.ts';
import { unknownReason } from '../../shared/posture/fact.ts';
import { factName } from '../../shared/posture/fact-name.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { listOf } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { denialWhy } from './denial.ts';
import { type StandingWords, standingWords } from './destination-words.ts';
import { shownMoment } from './measures.ts';
import { type RuleRow, ruleRow, type ToldRule } from './rule-row.ts';
import type { Tone } from './tone.ts';

/** The rules that keep one missing tag away. */
export interface ObstaclesOfTag {
  readonly tag: string;
  readonly rules: readonly RuleRow[];
}

export interface WhyView {
  readonly tone: Tone;
  readonly sentence: string;
  readonly obstacles: readonly ObstaclesOfTag[];
  readonly messages: readonly string[];
  /** The last refusal, whether or not it still holds. */
  readonly last: {
    readonly at: string;
    readonly text: string;
    readonly code: string;
    readonly policy: string | null;
    readonly requestId: string;
  } | null;
  readonly steps: readonly string[];
  /** Whether looking at the device again can change anything. */
  readonly canRecheck: boolean;
}

export function whyView(why: Explanation, agent: AgentState, words: Words, language: Language): WhyView {
  const { lastDenial } = why;
  return {
    tone: why.access === 'allowed' ? 'good' : why.access === 'denied' ? 'bad' : 'off',
    sentence: sentenceOf(why, agent, words, language),
    obstacles: obstaclesByTag(why.obstacles, agent, words, language),
    messages: [...new Set(why.messages.map((text) => shownText(text)))],
    last:
      lastDenial === null
        ? null
        : {
            at: shownMoment(language, lastDenial.at),
            text: denialWhy(lastDenial.denial, words),
            code: shownText(lastDenial.denial.code, 3),
            policy: lastDenial.denial.policy == null ? null : shownText(lastDenial.denial.policy, 128),
            requestId: lastDenial.denial.requestId,
          },
    steps: stepsOf(why, agent, words, language),
    canRecheck: why.obstacles.length > 0,
  };
}

function sentenceOf(why: Explanation, agent: AgentState, words: Words, language: Language): string {
  const own = words.destinations.explanation;
  if (agent.enrollment.kind !== 'enrolled') return own.notEnrolled;
  if (why.access === 'allowed') return own.allowed;
  if (why.access === 'unknown') return own.untried;
  const missing = missingTags(why);
  if (missing.length > 0)
    return own.missing(
      listOf(
        language,
        missing.map((tag) => shownText(tag, 64)),
      ),
    );
  const trouble = nameTrouble(why, words, language);
  if (trouble !== null) return `${trouble.state}. ${trouble.detail}`;
  if (why.lastDenial !== null) return denialWhy(why.lastDenial.denial, words);
  return own.unseen;
}

/** What keeps its name from being published; null where nothing does. */
function nameTrouble({ name }: Explanation, words: Words, language: Language): StandingWords | null {
  return name === null || name.kind === 'published' ? null : standingWords(name, words, language, 0);
}

/** Those that the last refusal asked for and that are still not held. */
function missingTags({ lastDenial, tags }: Explanation): readonly string[] {
  if (lastDenial?.denial.code !== '065') return [];
  return (lastDenial.denial.tags ?? []).filter((tag) => !tags.includes(tag));
}

function obstaclesByTag(
  obstacles: readonly Obstacle[],
  { posture }: AgentState,
  words: Words,
  language: Language,
): readonly ObstaclesOfTag[] {
  const tags = [...new Set(obstacles.map(({ tag }) => tag))];
  return tags.map((tag) => ({
    tag: shownText(tag, 64),
    rules: obstacles
      .filter((each) => each.tag === tag)
      .map((each) => ruleRow({ ...each, ...readObstacle(each) }, posture, words, language)),
  }));
}

/** A fact or a reason of a later release is none that could be told. */
function readObstacle({ fact, reason }: Obstacle): Pick<ToldRule, 'fact' | 'reason'> {
  return {
    fact: factName.nullable().catch(null).parse(fact),
    reason: unknownReason.nullable().catch(null).parse(reason),
  };
}

function stepsOf(why: Explanation, agent: AgentState, words: Words, language: Language): readonly string[] {
  const { steps } = words.destinations.explanation;
  if (agent.enrollment.kind !== 'enrolled') return [steps.enroll];
  if (why.access !== 'denied') return [];
  if (why.obstacles.length > 0) return [steps.remedy];
  const trouble = nameTrouble(why, words, language);
  if (trouble !== null) return trouble.next === '' ? [] : [trouble.next];
  if (why.lastDenial === null) return [steps.ask];
  const { retry, requestId } = why.lastDenial.denial;
  return retry ? [steps.again, steps.diagnostics] : [steps.tell(shownText(requestId, 64))];
}
