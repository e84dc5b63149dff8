// Why a destination is out of reach: what the agent explains, in words, with what can be done; pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Explanation, Obstacle } from '../../shared/agent/why.ts';
import type { Fact } from '../../shared/posture/fact.ts';
import { type FactName, factName } from '../../shared/posture/fact-name.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { listOf } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { denialWhy } from './denial.ts';
import { shownMoment } from './measures.ts';
import type { Tone } from './tone.ts';

export interface ObstacleView {
  readonly key: string;
  readonly title: string;
  readonly tag: string;
  readonly verdict: string;
  readonly tone: Tone;
  /** The fact that decides it, as this device last saw it. */
  readonly fact: { readonly name: FactName; readonly seen: Fact | null } | null;
  readonly remedy: string;
}

export interface WhyView {
  readonly tone: Tone;
  readonly sentence: string;
  readonly obstacles: readonly ObstacleView[];
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

type OurWords = Pick<Words, 'destinations' | 'denials'>;

export function whyView(why: Explanation, agent: AgentState, words: OurWords, language: Language): WhyView {
  const { lastDenial } = why;
  return {
    tone: why.access === 'allowed' ? 'good' : why.access === 'denied' ? 'bad' : 'off',
    sentence: sentenceOf(why, agent, words, language),
    obstacles: why.obstacles.map((each, at) => obstacleView(each, at, agent, words)),
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
    steps: stepsOf(why, agent, words),
    canRecheck: why.obstacles.length > 0,
  };
}

function sentenceOf(why: Explanation, agent: AgentState, words: OurWords, language: Language): string {
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
  if (why.name !== null && why.name.kind !== 'published') return own.unpublished;
  if (why.lastDenial !== null) return denialWhy(why.lastDenial.denial, words);
  return own.unseen;
}

/** Those that the last refusal asked for and that are still not held. */
function missingTags({ lastDenial, tags }: Explanation): readonly string[] {
  if (lastDenial?.denial.code !== '065') return [];
  return (lastDenial.denial.tags ?? []).filter((tag) => !tags.includes(tag));
}

function obstacleView(each: Obstacle, at: number, agent: AgentState, { destinations }: OurWords): ObstacleView {
  const name = factName.safeParse(each.fact);
  return {
    key: `${at}`,
    title: shownText(each.title, 200),
    tag: shownText(each.tag, 64),
    verdict: destinations.explanation.verdicts[each.verdict],
    tone: each.verdict === 'unsatisfied' ? 'bad' : 'waiting',
    fact: name.success
      ? { name: name.data, seen: agent.posture.facts.find(({ fact }) => fact === name.data) ?? null }
      : null,
    remedy: shownText(each.remedy),
  };
}

function stepsOf(why: Explanation, agent: AgentState, { destinations }: OurWords): readonly string[] {
  const { steps } = destinations.explanation;
  if (agent.enrollment.kind !== 'enrolled') return [steps.enroll];
  if (why.access !== 'denied') return [];
  if (why.obstacles.length > 0) return [steps.remedy];
  if (why.name !== null && why.name.kind !== 'published') return [steps.name];
  if (why.lastDenial === null) return [steps.ask];
  const { retry, requestId } = why.lastDenial.denial;
  return retry ? [steps.again, steps.diagnostics] : [steps.tell(shownText(requestId, 64))];
}
