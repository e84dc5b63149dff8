// Gateways as administrators compare and approve them; pure.

import type { GatewaySummary } from '../../../shared/ems/admin-contract.ts';
import { readableFingerprint } from '../../../shared/identity/fingerprint.ts';
import type { GatewayId } from '../../../shared/ids.ts';
import type { Label, Tone } from './tone.ts';
import { wordsOf } from './words.ts';

export interface GatewayRow {
  readonly id: GatewayId;
  readonly state: Label;
  readonly link: Label;
  readonly fingerprint: string;
  readonly names: string;
  readonly sites: string;
  readonly addresses: string;
  readonly destinations: number;
  readonly may: { readonly approve: boolean; readonly withdraw: boolean };
}

const tones: Readonly<Record<GatewaySummary['state'], Tone>> = {
  pending: 'waiting',
  approved: 'good',
  withdrawn: 'ended',
};

/** Those that wait for somebody come first. */
export function gatewayRows(gateways: readonly GatewaySummary[]): readonly GatewayRow[] {
  const order: readonly GatewaySummary['state'][] = ['pending', 'approved', 'withdrawn'];
  const sorted = [...gateways].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return sorted.map((each) => ({
    id: each.id,
    state: { text: each.state, tone: tones[each.state] },
    link: each.connected ? { text: 'connected', tone: 'good' } : { text: 'not connected', tone: 'waiting' },
    fingerprint: readableFingerprint(each.keyFingerprint),
    names: each.names.join(', '),
    sites: each.sites.join(', '),
    addresses: each.addresses.join(', '),
    destinations: each.destinations,
    may: { approve: each.state === 'pending', withdraw: each.state !== 'withdrawn' },
  }));
}

export type Approval =
  | { readonly kind: 'incomplete'; readonly why: string }
  | { readonly kind: 'complete'; readonly names: readonly string[]; readonly sites: readonly string[] };

/** What was typed into the approval; `isCompared` says that somebody compared the fingerprint. */
export function approvalOf(typed: {
  readonly names: string;
  readonly sites: string;
  readonly isCompared: boolean;
}): Approval {
  const [names, sites] = [wordsOf(typed.names), wordsOf(typed.sites)];
  if (names.length === 0) return { kind: 'incomplete', why: 'Give at least one DNS name, such as gw.corp.test.' };
  if (sites.length === 0) return { kind: 'incomplete', why: 'Give at least one site.' };
  if (!typed.isCompared) return { kind: 'incomplete', why: 'Compare the fingerprint with what the gateway shows.' };
  return { kind: 'complete', names, sites };
}
