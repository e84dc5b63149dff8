// Works out which notices a change asks for: only what needs a person, once, grouped, and never a flood. Pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { GuiState } from '../../shared/shell/gui-state.ts';
import { agentConditions, knowsTags, linkConditions, tagOf, tagsLost } from './conditions.ts';
import { gather, needsPerson, newDenials, requestsOf } from './denials.ts';
import { hold } from './episodes.ts';
import type { NoticeMemory } from './memory.ts';
import { signInConditions } from './sign-in-condition.ts';
import { type NoticeStep, tell } from './tell.ts';

/** The same state before and after is asked when time has passed. */
export function noticesOf(before: GuiState, after: GuiState, memory: NoticeMemory, now: number): NoticeStep {
  const agent = agentOf(after);
  const isFirst = memory.seenDenials === null;
  const lost = lostTags(agent, memory);
  const seen = look(before, after, memory, { lost, now });
  const since = new Date(memory.episodes.get('ems')?.since ?? now).toISOString();
  const ofLink = [...linkConditions(after, seen), ...signInConditions(after)];
  const conditions = [...ofLink, ...(agent === null ? [] : agentConditions(agent, lost, since))];
  return tell(conditions, hold(conditions, seen, { agent, isFirst, now }), now);
}

function agentOf({ link }: GuiState): AgentState | null {
  return link.kind === 'connected' ? link.agent : null;
}

/** Takes in what happens at one moment only. */
function look(
  before: GuiState,
  after: GuiState,
  memory: NoticeMemory,
  { lost, now }: { readonly lost: readonly string[]; readonly now: number },
): NoticeMemory {
  const isEnrollingHere = [before, after].some(({ invitation }) => invitation.kind === 'enrolling');
  const { link } = after;
  const rested = link.kind === 'connecting' || link.kind === 'stopping' ? memory.rested : link.kind;
  const next = { ...memory, rested, enrolledHereAt: isEnrollingHere ? now : memory.enrolledHereAt };
  if (link.kind !== 'connected') return next;
  const told = { ...next, tags: tagsAfter(link.agent, memory), seenDenials: requestsOf(link.agent) };
  if (memory.seenDenials === null) return told;
  const news = newDenials(link.agent, memory.seenDenials).filter((record) => needsPerson(record, new Set(lost)));
  return { ...told, denials: gather(memory.denials, news, now) };
}

/** Lost now or before, and not held again. */
function lostTags(agent: AgentState | null, memory: NoticeMemory): readonly string[] {
  if (agent?.enrollment.kind !== 'enrolled') return [];
  const known = [...memory.episodes.keys()].flatMap((key) => tagOf(key) ?? []);
  const held = new Set<string>(agent.tags);
  const lost = [...known, ...(knowsTags(agent) ? tagsLost(memory.tags, agent) : [])];
  return [...new Set(lost)].filter((tag) => !held.has(tag));
}

function tagsAfter(agent: AgentState, { tags }: NoticeMemory): readonly string[] {
  if (agent.enrollment.kind !== 'enrolled') return [];
  return knowsTags(agent) ? agent.tags : tags;
}
