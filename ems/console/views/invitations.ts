// Invitations: the list, and what somebody wants who makes one; pure.

import type { InvitationSummary } from '../../../shared/ems/invitations.ts';
import { moment } from './time.ts';
import type { Label, Tone } from './tone.ts';
import { wordsOf } from './words.ts';

export interface InvitationRow {
  readonly id: string;
  readonly role: string;
  readonly site: string;
  readonly domains: string;
  readonly used: string;
  readonly expires: string;
  readonly state: Label;
  readonly note: string;
  readonly isRevocable: boolean;
}

const tones: Readonly<Record<InvitationSummary['state'], Tone>> = {
  open: 'good',
  used: 'ended',
  expired: 'ended',
  revoked: 'bad',
};

export function invitationRows(invitations: readonly InvitationSummary[]): readonly InvitationRow[] {
  return invitations.map((each) => ({
    id: each.id,
    role: each.role,
    site: each.site,
    domains: each.domains.join(', '),
    used: usedText(each),
    expires: moment(each.expires),
    state: { text: each.state, tone: tones[each.state] },
    note: each.note,
    isRevocable: each.state === 'open',
  }));
}

function usedText({ used, uses, serials }: InvitationSummary): string {
  const counted = `${used} of ${uses}`;
  return serials === null ? counted : `${counted}, ${serials.left} of ${serials.total} serial numbers left`;
}

export const lifetimes = [
  { label: '1 hour', ms: 3_600_000 },
  { label: '8 hours', ms: 28_800_000 },
  { label: '1 day', ms: 86_400_000 },
  { label: '7 days', ms: 604_800_000 },
] as const;

export interface TypedInvitation {
  readonly domains: string;
  readonly uses: string;
  readonly lifetime: string;
  readonly note: string;
}

export const emptyInvitation: TypedInvitation = { domains: '', uses: '1', lifetime: '8 hours', note: '' };

export type WantedInvitation =
  | { readonly kind: 'incomplete'; readonly why: string }
  | {
      readonly kind: 'complete';
      readonly domains: readonly string[];
      readonly uses: number;
      readonly expiresInMs: number;
      readonly note: string;
    };

export function wantedInvitation(typed: TypedInvitation): WantedInvitation {
  const domains = wordsOf(typed.domains);
  const uses = Number(typed.uses);
  const lifetime = lifetimes.find(({ label }) => label === typed.lifetime);
  if (domains.length === 0)
    return { kind: 'incomplete', why: 'Give the domains whose names may be published on the device.' };
  if (!Number.isInteger(uses) || uses < 1 || uses > 100_000)
    return { kind: 'incomplete', why: 'It can be used between 1 and 100000 times.' };
  if (lifetime === undefined) return { kind: 'incomplete', why: 'Choose how long it is good for.' };
  return { kind: 'complete', domains, uses, expiresInMs: lifetime.ms, note: typed.note };
}
