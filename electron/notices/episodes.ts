// Begins and ends what holds, and keeps what was lost apart from what came back. Pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import { type Condition, tagOf } from './conditions.ts';
import type { Episode, NoticeMemory } from './memory.ts';

/** These hold whether or not the agent tells anything. */
const ofTheLink: ReadonlySet<string> = new Set(['agent-gone', 'incompatible']);
const enrolledHereMs = 30_000;

/** `agent`: null while it tells nothing; then what it told last neither begins nor ends. `isFirst`: nothing was before it. */
export function hold(
  conditions: readonly Condition[],
  memory: NoticeMemory,
  { agent, isFirst, now }: { readonly agent: AgentState | null; readonly isFirst: boolean; readonly now: number },
): NoticeMemory {
  const keys = new Set(conditions.map(({ key }) => key));
  const isOver = (key: string): boolean => !keys.has(key) && (agent !== null || ofTheLink.has(key));
  const wasTold = (key: string): boolean => memory.episodes.get(key)?.isTold ?? false;
  const going = [...memory.episodes].filter(([key]) => !isOver(key));
  const begun = conditions
    .filter(({ key }) => !memory.episodes.has(key))
    .map(({ key }): [string, Episode] => [key, { since: now, isTold: isSilent(key, memory, isFirst, now) }]);

  const back = [...memory.episodes.keys()]
    .filter((key) => isOver(key) && wasTold(key))
    .flatMap((key) => tagOf(key) ?? []);
  const held = new Set<string>(agent?.tags);
  // One that is lost again is not there; one that is neither has been abolished, or left behind with the enrolment.
  const known = (tag: string): boolean =>
    agent === null || held.has(tag) || [...keys].some((key) => tagOf(key) === tag);
  const cameBack = [...new Set([...memory.cameBack, ...back])].filter(known);
  return { ...memory, episodes: new Map([...going, ...begun]), cameBack };
}

/** How it was enrolled when the shell began is no news, nor is what its person has just done in the window. */
function isSilent(key: string, { enrolledHereAt }: NoticeMemory, isFirst: boolean, now: number): boolean {
  if (key.startsWith('withdrawn ')) return isFirst;
  if (!key.startsWith('enrolled ')) return false;
  return isFirst || (enrolledHereAt !== null && now - enrolledHereAt < enrolledHereMs);
}
