// Puts the EMS's record of who has signed in on a device in the place of what the device told of it.

import { type Fact, factOf } from './fact.ts';
import { userIdentityFact } from './fact-name.ts';

/** The facts with this one in the place of the device's own. @param subjects of the users whom the EMS holds for verified there, now */
export function withVerifiedUsers(facts: readonly Fact[], subjects: readonly string[]): Fact[] {
  const verified = [...new Set(subjects)].sort().slice(0, 64);
  const record = factOf(userIdentityFact, { kind: 'known', value: { kind: 'user-identity', verified } }, 0);
  return [...facts.filter((fact) => fact.fact !== userIdentityFact), record];
}
