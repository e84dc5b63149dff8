// Puts together what decides about destinations of the users' own, from what the EMS says and what is managed; pure.

import type { Profile } from '../../shared/ems/profile.ts';
import type { ShellPolicy } from '../../shared/ems/shell-policy.ts';
import type { Identity } from '../state/saved.ts';
import { type PersonalWorld, personalDomains } from './personal.ts';
import { reservedNames } from './reserved-names.ts';

/** `shellPolicy`: the one in force, which may be another than the profile's. */
export function personalWorldOf(
  { domains, ems }: Pick<Identity, 'domains' | 'ems'>,
  profile: Profile,
  shellPolicy: ShellPolicy,
  addedDomains: readonly string[],
): PersonalWorld {
  return {
    profile: { ...profile, shellPolicy },
    domains: personalDomains(domains, profile.domains, addedDomains),
    reserved: reservedNames(ems, profile.gateways),
  };
}
