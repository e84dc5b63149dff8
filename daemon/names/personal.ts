// Decides which destinations of the users' own stand beside the organisation's, and where they lead; pure.

import type { DestinationState } from '../../shared/agent/agent-state.ts';
import {
  mostPersonalDestinations,
  type PersonalDestination,
  type WantedPersonalDestination,
} from '../../shared/agent/personal-destination.ts';
import type { Profile, ProfileDestination } from '../../shared/ems/profile.ts';
import { isHostName, isInsideDomains, isLocalhostName } from '../../shared/policy/domain-name.ts';
import { spelling } from './plan.ts';

/** What decides about them. */
export interface PersonalWorld {
  readonly profile: Pick<Profile, 'destinations' | 'gateways' | 'shellPolicy'>;
  readonly domains: readonly string[];
  /** Names never published: the EMS's and the gateways'. */
  readonly reserved: readonly string[];
}

export interface Personal {
  /** To be published like those of the organisation. */
  readonly published: readonly ProfileDestination[];
  /** To be shown, and nothing else. */
  readonly refused: readonly DestinationState[];
}

export const nothingPersonal: Personal = { published: [], refused: [] };

/** A destination has so many gateways at most. */
const mostGateways = 16;

/**
 * Nothing where the organisation does not let users add any, or not any more: what they added stays saved, so that a policy
 * that is put back gives it back. They lead to the organisation's gateways and nowhere else.
 */
export function personalOf(added: readonly PersonalDestination[], world: PersonalWorld): Personal {
  const gateways = world.profile.gateways.slice(0, mostGateways).map(({ id }) => id);
  if (!world.profile.shellPolicy.personalDestinations || gateways.length === 0) return nothingPersonal;
  const judged = added.map(({ id, name, host, port, kind }) => ({
    destination: { id, name, host, port, kind, gateways, publish: true, needs: [] },
    fault: faultOf(host, world),
  }));
  return {
    published: judged.flatMap(({ destination, fault }) => (fault === null ? [destination] : [])),
    refused: judged.flatMap(({ destination, fault }) =>
      fault === null ? [] : [{ destination, state: { kind: 'refused', why: fault }, isPersonal: true }],
    ),
  };
}

/** Why this one cannot be added to those there are, for people; null if it can. */
export function whyNotAdded(
  wanted: WantedPersonalDestination,
  added: readonly PersonalDestination[],
  world: PersonalWorld,
): string | null {
  const host = spelling(wanted.host);
  const fault = faultOf(host, world);
  if (fault !== null) return sentences[fault](world);
  if (added.some((each) => each.host === host && each.port === wanted.port)) return 'it was added already';
  const isNamedAlike = ({ name }: { readonly name: string }) => name.toLowerCase() === wanted.name.toLowerCase();
  if (added.some(isNamedAlike) || world.profile.destinations.some(isNamedAlike))
    return `another destination is called ${wanted.name}`;
  if (added.length >= mostPersonalDestinations) return `there are ${mostPersonalDestinations} already`;
  return world.profile.gateways.length === 0 ? 'this device has no gateway' : null;
}

/**
 * The domains below which users may choose names. What an invitation says of them, whoever enrolls could have written: those
 * count which the EMS has on record, too.
 */
export function personalDomains(ofInvitation: readonly string[], ofEms: readonly string[], added: readonly string[]) {
  return [...ofInvitation.filter((domain) => isInsideDomains(domain, ofEms)), ...added];
}

type Fault = 'not-a-name' | 'reserved' | 'outside-domains' | 'taken-by-another-destination';

const sentences: Readonly<Record<Fault, (world: PersonalWorld) => string>> = {
  'not-a-name': () => 'it is not the name of a host',
  reserved: () => "it is this machine's own, the EMS's or a gateway's",
  'outside-domains': ({ domains }) => `it does not lie below ${domains.join(' or ')}`,
  'taken-by-another-destination': () => 'the organisation has it on its list',
};

/**
 * A name of the organisation is its own on every port: beside a port that cannot be published it would leave the hosts file,
 * and on the same one users would decide where it leads.
 */
function faultOf(host: string, { profile, domains, reserved }: PersonalWorld): Fault | null {
  if (!isHostName(host)) return 'not-a-name';
  if (isLocalhostName(host) || reserved.some((name) => spelling(name) === host)) return 'reserved';
  // A domain itself is no name below it.
  if (!isInsideDomains(host, domains) || domains.includes(host)) return 'outside-domains';
  return profile.destinations.some((each) => spelling(each.host) === host) ? 'taken-by-another-destination' : null;
}
