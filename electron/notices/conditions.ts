// What holds in a state that a person may have to know, each for how long before it is worth telling. Pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { GuiState } from '../../shared/shell/gui-state.ts';
import type { NoticeMemory, Topic, What } from './memory.ts';

export interface Condition {
  /** One key is told once while it holds. */
  readonly key: string;
  readonly topic: Topic;
  /** How long it must hold: what passes sooner needs nobody. */
  readonly afterMs: number;
  readonly what: What;
}

const second = 1_000;
const waits = {
  /** A daemon that is restarted or updated is back sooner. */
  agent: 10 * second,
  ems: 120 * second,
  portal: 2 * second,
  warning: 10 * second,
} as const;

/** Of the link: they hold whatever the agent last told. */
export function linkConditions({ link }: GuiState, { rested }: NoticeMemory): readonly Condition[] {
  // A link that tries again is where it rested before, until it rests anew.
  if (link.kind === 'incompatible' || (link.kind === 'connecting' && rested === 'incompatible'))
    return [{ key: 'incompatible', topic: 'agent', afterMs: waits.agent, what: { kind: 'incompatible' } }];
  if ((link.kind === 'connecting' && rested === 'connected') || link.kind === 'stopping')
    return [{ key: 'agent-gone', topic: 'agent', afterMs: waits.agent, what: { kind: 'agent-gone' } }];
  return [];
}

/** Of the agent. `lost`: the tags that it lost and has not got back. */
export function agentConditions(agent: AgentState, lost: readonly string[], sinceOfEms: string): readonly Condition[] {
  const { enrollment } = agent;
  return [
    ...enrolmentConditions(agent),
    ...(enrollment.kind === 'enrolled' ? emsConditions(agent, enrollment.ems, sinceOfEms) : []),
    ...(agent.network.kind === 'portal'
      ? ([
          { key: 'portal', topic: 'connection', afterMs: waits.portal, what: { kind: 'captive-portal' } },
        ] satisfies readonly Condition[])
      : []),
    ...(agent.update.kind === 'ready' ? [updateCondition(agent.update)] : []),
    ...lost.map(
      (tag): Condition => ({
        key: `${tagPrefix}${tag}`,
        topic: 'posture',
        afterMs: 0,
        what: { kind: 'tags-lost', tags: [tag], rules: rulesInTheWay(agent, tag) },
      }),
    ),
    ...agent.warnings
      .filter(({ severity }) => severity !== 'low')
      .map(
        ({ code, text }): Condition => ({
          key: `warning ${code}`,
          topic: code.includes('certificate') ? 'certificate' : 'agent',
          afterMs: waits.warning,
          what: { kind: 'warning', code, text },
        }),
      ),
  ];
}

/** Once for each release, however often it is put off. */
function updateCondition({ version, installAt }: Extract<AgentState['update'], { kind: 'ready' }>): Condition {
  return { key: `update ${version}`, topic: 'agent', afterMs: 0, what: { kind: 'update-ready', version, installAt } };
}

function enrolmentConditions({ enrollment }: AgentState): readonly Condition[] {
  if (enrollment.kind !== 'enrolled' && enrollment.kind !== 'withdrawn') return [];
  const { kind, uid, ems } = enrollment;
  return [{ key: `${kind} ${uid}`, topic: 'enrolment', afterMs: 0, what: { kind, ems } }];
}

/** Without a network, or behind a portal, nothing is to be said about the EMS. */
function emsConditions({ ems, network }: AgentState, address: string, since: string): readonly Condition[] {
  if (ems.kind === 'connected' || network.kind === 'offline' || network.kind === 'portal') return [];
  return [
    {
      key: 'ems',
      topic: 'connection',
      afterMs: waits.ems,
      what: { kind: 'ems-unreachable', ems: address, since },
    },
  ];
}

const tagPrefix = 'tag ';

/** The tag whose loss the key stands for. */
export function tagOf(key: string): string | null {
  return key.startsWith(tagPrefix) ? key.slice(tagPrefix.length) : null;
}

function rulesInTheWay(agent: AgentState, tag: string): string[] {
  const reason = agent.tagReasons.find((each) => each.tag === tag && !each.isHeld);
  return [...new Set((reason?.rules ?? []).map(({ title }) => title))];
}

/** Tags held before that are gone now, but could be held: what an administrator has abolished is nobody's loss. */
export function tagsLost(before: readonly string[], after: AgentState): readonly string[] {
  const couldBeHeld = new Set<string>(after.tagReasons.map(({ tag }) => tag));
  const held = new Set<string>(after.tags);
  return before.filter((tag) => !held.has(tag) && couldBeHeld.has(tag));
}

/** Whether its tags are what the EMS says now; a daemon that has just begun, or lost the EMS, may lack them for that alone. */
export function knowsTags({ enrollment, ems }: AgentState): boolean {
  return enrollment.kind === 'enrolled' && ems.kind === 'connected' && ems.lastReport !== null;
}
