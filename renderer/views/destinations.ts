// Every destination as a row of the list: how it stands in words, what it carries, what can be done with it; pure.

import { accessOf, type DestinationAccess } from '../../shared/agent/access.ts';
import type { Traffic } from '../../shared/agent/activity.ts';
import type { AgentState, DenialRecord, NameState } from '../../shared/agent/agent-state.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { localPlaceOf, openerOf, placeText } from '../../shared/shell/opener-of.ts';
import type { Opener } from '../../shared/shell/shell-contract.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Tone } from './tone.ts';

/** A name that is not published matters more than that it was reached before, and less than a refusal. */
export type DestinationStanding =
  | { readonly kind: 'allowed'; readonly at: string }
  | { readonly kind: 'untried' }
  | { readonly kind: 'denied'; readonly by: DenialRecord; readonly missing: readonly string[] }
  | Exclude<NameState, { kind: 'published' }>;

export interface DestinationRow {
  /** `host:port`, as commands take it. */
  readonly place: string;
  readonly name: string;
  /** The place as it is shown. */
  readonly address: string;
  /** Where programs of this computer reach it; null while they do not. */
  readonly local: string | null;
  readonly standing: DestinationStanding;
  readonly isOffered: boolean;
  /** To be removed by; null for what the organisation offers. */
  readonly personal: DestinationId | null;
  /** What it is opened with by one click; null where nothing suits it that is there. */
  readonly preferred: Opener | null;
  /** All that could open it, the one that suits it first. */
  readonly openers: readonly Opener[];
  readonly traffic: Traffic['destinations'][number] | null;
  /** What the filter looks into, in small letters. */
  readonly haystack: string;
}

/** In the order of the organisation; those that were lost with a tag at the end. Without the traffic, which changes far oftener. */
export function destinationRows(agent: AgentState, openers: readonly Opener[]): readonly DestinationRow[] {
  return accessOf(agent).map((each) => rowOf(each, openers));
}

/** A row whose traffic is as it was stays the same one, so that it is not drawn anew. */
export function withTraffic(
  rows: readonly DestinationRow[],
  traffic: Pick<Traffic, 'destinations'> | null,
): readonly DestinationRow[] {
  if (traffic === null) return rows;
  const carried = new Map(traffic.destinations.map((each) => [each.destination, each]));
  return rows.map((row) => {
    const now = carried.get(row.place) ?? null;
    return isSame(row.traffic, now) ? row : { ...row, traffic: now };
  });
}

function isSame(one: DestinationRow['traffic'], other: DestinationRow['traffic']): boolean {
  if (one === null || other === null) return one === other;
  return (['sessions', 'sent', 'received', 'openedInMs'] as const).every((name) => one[name] === other[name]);
}

function rowOf(each: DestinationAccess, there: readonly Opener[]): DestinationRow {
  const { destination: place, offered } = each;
  const address = shownText(place, 300);
  const name = offered === null ? address : shownText(offered.destination.name, 64);
  const local = offered === null ? null : localPlaceOf(offered);
  const best = offered === null || local === null ? null : openerOf(offered);
  return {
    place,
    name,
    address,
    local: local === null ? null : placeText(local),
    standing: standingOf(each),
    isOffered: offered !== null,
    personal: offered?.isPersonal === true ? offered.destination.id : null,
    preferred: best !== null && there.includes(best) ? best : null,
    openers: offered === null || local === null ? [] : suitable(best, offered.destination.kind, there),
    traffic: null,
    haystack: `${name}\n${address}`.toLowerCase(),
  };
}

export function standingOf({ access, offered }: DestinationAccess): DestinationStanding {
  if (access.kind === 'denied') return access;
  if (offered !== null && offered.state.kind !== 'published') return offered.state;
  return access.kind === 'allowed' ? access : { kind: 'untried' };
}

export function toneOfDestination({ kind }: DestinationStanding): Tone {
  if (kind === 'allowed') return 'good';
  if (kind === 'untried') return 'off';
  return kind === 'denied' ? 'bad' : 'waiting';
}

/** What was declared to be of the web is opened by a browser alone; of plain TCP nobody knows what speaks there. */
function suitable(best: Opener | null, kind: 'tcp' | 'http' | 'web', there: readonly Opener[]): readonly Opener[] {
  const fitting = kind === 'tcp' ? there : there.filter((each) => each === 'browser');
  return fitting.toSorted((one, other) => Number(other === best) - Number(one === best));
}
