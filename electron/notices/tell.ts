// Tells what is due, each topic at most once a minute; further denials are counted on the notice that is there. Pure.

import type { Notice } from '../../shared/shell/gui-state.ts';
import { type Condition, tagOf } from './conditions.ts';
import { mergedDenials } from './denials.ts';
import type { NoticeMemory, Topic, What } from './memory.ts';

/** `raised`: a notice that is kept already has changed; the system is not bothered with it again. */
export interface Told {
  readonly notice: Notice;
  readonly isRaised: boolean;
}

export interface NoticeStep {
  readonly told: readonly Told[];
  readonly memory: NoticeMemory;
  /** When time alone makes news, if nothing else happens before. */
  readonly dueAt: number | null;
}

const topicMs = 60_000;
/** A burst is told as one. */
const gatherMs = 2_000;
const mostNames = 64;

export function tell(conditions: readonly Condition[], before: NoticeMemory, now: number): NoticeStep {
  let memory = before;
  const told: Told[] = [];
  const isFree = (topic: Topic): boolean => now >= freeAt(memory, topic);
  const add = (topic: Topic, what: What): Notice => {
    const notice: Notice = { id: memory.lastId + 1, at: new Date(now).toISOString(), isRead: false, topic, what };
    told.push({ notice, isRaised: false });
    memory = { ...memory, lastId: notice.id, toldAt: new Map(memory.toldAt).set(topic, now) };
    return notice;
  };

  for (const condition of conditions) {
    if (now < dueOf(condition, memory) || memory.episodes.get(condition.key)?.isTold !== false) continue;
    const { topic } = condition;
    const together = alike(condition, conditions).filter(({ key }) => memory.episodes.get(key)?.isTold === false);
    add(topic, merged(together) ?? condition.what);
    memory = { ...memory, episodes: withTold(memory.episodes, together) };
  }
  if (isRecovered(memory) && isFree('posture')) {
    add('posture', { kind: 'recovered', tags: memory.cameBack.slice(0, mostNames) });
    memory = { ...memory, cameBack: [] };
  }
  const { denials, denied } = memory;
  if (denials !== null && now >= denials.since + gatherMs) {
    if (denied === null || isFree('access')) {
      const notice = add('access', denials.what);
      memory = { ...memory, denied: notice };
    } else {
      const what = mergedDenials(denied.what, denials.what);
      const notice: Notice = { ...denied, at: new Date(now).toISOString(), isRead: false, what };
      told.push({ notice, isRaised: true });
      memory = { ...memory, denied: notice };
    }
    memory = { ...memory, denials: null };
  }
  return { told, memory, dueAt: nextDue(conditions, memory) };
}

function withTold(episodes: NoticeMemory['episodes'], told: readonly Condition[]): NoticeMemory['episodes'] {
  const keys = new Set(told.map(({ key }) => key));
  return new Map([...episodes].map(([key, each]) => [key, keys.has(key) ? { ...each, isTold: true } : each]));
}

function freeAt({ toldAt }: NoticeMemory, topic: Topic): number {
  return (toldAt.get(topic) ?? Number.NEGATIVE_INFINITY) + topicMs;
}

function dueOf({ key, topic, afterMs }: Condition, memory: NoticeMemory): number {
  return Math.max((memory.episodes.get(key)?.since ?? 0) + afterMs, freeAt(memory, topic));
}

/** Tags that are lost at the same time are one loss. */
function alike(condition: Condition, conditions: readonly Condition[]): readonly Condition[] {
  return tagOf(condition.key) === null ? [condition] : conditions.filter(({ key }) => tagOf(key) !== null);
}

function merged(conditions: readonly Condition[]): What | null {
  const losses = conditions.flatMap(({ what }) => (what.kind === 'tags-lost' ? [what] : []));
  if (losses.length === 0) return null;
  const rules = [...new Set(losses.flatMap((each) => each.rules))];
  return {
    kind: 'tags-lost',
    tags: losses.flatMap(({ tags }) => tags).slice(0, mostNames),
    rules: rules.slice(0, mostNames),
  };
}

/** All that was lost, and told so, is there again. */
function isRecovered({ cameBack, episodes }: NoticeMemory): boolean {
  return cameBack.length > 0 && ![...episodes.keys()].some((key) => tagOf(key) !== null);
}

function nextDue(conditions: readonly Condition[], memory: NoticeMemory): number | null {
  const due = [
    ...conditions.filter(({ key }) => memory.episodes.get(key)?.isTold === false).map((each) => dueOf(each, memory)),
    ...(isRecovered(memory) ? [freeAt(memory, 'posture')] : []),
    ...(memory.denials === null ? [] : [memory.denials.since + gatherMs]),
  ];
  return due.length === 0 ? null : Math.min(...due);
}
