// Tells whatever tags rest on, together with why each is held or not: no snapshot has the one without the other.

import type { Profile } from '../../shared/ems/profile.ts';
import type { OsName } from '../../shared/posture/rule.ts';
import type { AgentEvent } from '../state/reduce.ts';
import type { Store } from '../state/store.ts';
import { tagReasons } from './tag-reasons.ts';

export type TagEvent = Extract<AgentEvent, { kind: 'posture' | 'reported' | 'profile' }>;

export function tellTags(store: Store, profile: () => Profile | null, os: OsName): (event: TagEvent) => void {
  return (event) => {
    store.apply(event);
    const { tags, posture } = store.current;
    store.apply({ kind: 'tag-reasons', tagReasons: tagReasons(profile(), tags, posture.verdicts, os) });
  };
}
