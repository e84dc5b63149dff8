// What `stile tags` shows: every tag, and by which rules it is held or what is in its way; pure.

import type { AgentState, TagReason, TagRule } from '../../shared/agent/agent-state.ts';
import { printable } from './table.ts';

export function tagsView({ tagReasons }: Pick<AgentState, 'tagReasons'>): readonly string[] {
  if (tagReasons.length === 0) return ['This device has no tags.'];
  const ofEither = (isHeld: boolean) => tagReasons.filter((each) => each.isHeld === isHeld).flatMap(tagLines);
  return [...ofEither(true), ...ofEither(false)];
}

function tagLines({ tag, isHeld, basis, rules, message }: TagReason): readonly string[] {
  const standing = basis === 'given' ? 'held, given by the EMS itself' : isHeld ? 'held' : 'missing';
  return [
    `${tag}: ${standing}`,
    ...rules.flatMap(ruleLines),
    ...(isHeld || message === null ? [] : [`  note      ${printable(message)}`]),
  ];
}

const words = { satisfied: 'met', unsatisfied: 'fails', unknown: 'unknown' } as const;

function ruleLines({ rule, title, fact, verdict, reason, remedy }: TagRule): readonly string[] {
  const about = [`rule ${rule}`, ...(fact === null ? [] : [`fact ${fact}`]), ...(reason === null ? [] : [reason])];
  return [
    `  ${words[verdict].padEnd(9)} ${printable(`${title} (${about.join(', ')})`)}`,
    ...(verdict === 'satisfied' || remedy === '' ? [] : [`  do        ${printable(remedy)}`]),
  ];
}
