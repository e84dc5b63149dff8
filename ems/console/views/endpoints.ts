// The list of devices: what is shown of each, and which are left when somebody searches; pure.

import type { EndpointSummary } from '../../../shared/ems/endpoints.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import { ago } from './time.ts';
import type { Label, Tone } from './tone.ts';

export interface EndpointRow {
  readonly uid: DeviceId;
  readonly hostname: string;
  readonly os: string;
  readonly site: string;
  readonly state: Label;
  readonly presence: Label;
  readonly tags: readonly string[];
  readonly serial: string;
  readonly lastSeen: string;
}

export interface EndpointFilter {
  /** Words that all must stand somewhere in uid, host name, system or serial. */
  readonly search: string;
  /** '' for any. */
  readonly tag: string;
  readonly state: string;
  readonly isOnlineOnly: boolean;
}

export const everyEndpoint: EndpointFilter = { search: '', tag: '', state: '', isOnlineOnly: false };

export const endpointStates: readonly EndpointSummary['state'][] = ['active', 'released', 'cloned', 'revoked'];

export function endpointRows(
  endpoints: readonly EndpointSummary[],
  filter: EndpointFilter,
  now: number,
): readonly EndpointRow[] {
  return endpoints.filter((each) => isWanted(each, filter)).map((each) => rowOf(each, now));
}

/** Every tag that a device has, for choosing one. */
export function tagsAmong(endpoints: readonly EndpointSummary[]): readonly string[] {
  return [...new Set(endpoints.flatMap(({ tags }): readonly string[] => tags))].sort();
}

export function stateLabel(state: EndpointSummary['state']): Label {
  return { text: state, tone: stateTones[state] };
}

export function presenceLabel({ online, state }: Pick<EndpointSummary, 'online' | 'state'>): Label {
  if (state === 'revoked') return { text: 'offline', tone: 'ended' };
  return online ? { text: 'online', tone: 'good' } : { text: 'offline', tone: 'waiting' };
}

const stateTones: Readonly<Record<EndpointSummary['state'], Tone>> = {
  active: 'good',
  released: 'waiting',
  cloned: 'bad',
  revoked: 'ended',
};

function isWanted(each: EndpointSummary, { search, tag, state, isOnlineOnly }: EndpointFilter): boolean {
  if (isOnlineOnly && !each.online) return false;
  if (state !== '' && each.state !== state) return false;
  if (tag !== '' && !each.tags.some((own) => own === tag)) return false;
  const text = [each.uid, each.hostname, each.os, each.serial].join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function rowOf(each: EndpointSummary, now: number): EndpointRow {
  return {
    uid: each.uid,
    hostname: each.hostname === '' ? '(no name yet)' : each.hostname,
    os: each.os,
    site: each.site,
    state: stateLabel(each.state),
    presence: presenceLabel(each),
    tags: each.tags,
    serial: each.serial === '' ? 'none' : each.serial,
    lastSeen: ago(each.lastReport, now),
  };
}
