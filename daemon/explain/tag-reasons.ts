// Why the device has each of its tags, and lacks each that its rules could give; pure.

import type { TagReason, TagRule } from '../../shared/agent/agent-state.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import type { TagName } from '../../shared/ids.ts';
import { tagExplainer } from '../../shared/posture/explain-tag.ts';
import type { OsName } from '../../shared/posture/rule.ts';
import type { Verdict } from '../../shared/posture/verdict.ts';

/** How many tags are explained. */
const mostTags = 2_000;
const mostRules = 1_000;
/** What all rules together may take of a snapshot: one that many sets share is told with each of their tags. */
const mostCharacters = 2_000_000;

/**
 * Every tag that is held or that rules could give on this system, by name. Whether it is held, the EMS decides: until the
 * next report is answered, the verdicts may be ahead of it.
 */
export function tagReasons(
  profile: Pick<Profile, 'rules' | 'ruleSets' | 'messages'> | null,
  held: readonly TagName[],
  verdicts: readonly Verdict[],
  os: OsName,
): TagReason[] {
  const { rules, ruleSets, messages } = profile ?? { rules: [], ruleSets: [], messages: {} };
  const explainer = tagExplainer(ruleSets, rules, verdicts, os);
  const room = { characters: mostCharacters };
  const tags = [...new Set([...held, ...explainer.offered])].sort().slice(0, mostTags);
  return tags.map((tag) => {
    const why = explainer.explain(tag);
    const isHeld = held.includes(tag);
    // What speaks against a tag that is held, or for one that is not, explains nothing.
    const deciding = (isHeld ? why.kind === 'held' && why.carriers : why.kind === 'kept-away' && why.obstacles) || [];
    return {
      tag,
      isHeld,
      basis: why.kind === 'not-offered' ? 'given' : 'rules',
      rules: deciding.slice(0, mostRules).filter((rule) => takeRoom(rule, room)),
      message: messageFor(tag, messages),
    };
  });
}

function takeRoom(rule: TagRule, room: { characters: number }): boolean {
  room.characters -= JSON.stringify(rule).length;
  return room.characters >= 0;
}

/** A tag may be called like something that every object has. */
export function messageFor(tag: string, messages: Readonly<Record<string, string>>): string | null {
  return Object.hasOwn(messages, tag) ? (messages[tag] ?? null) : null;
}
