// One device: what it is, its certificates, and what of it can be ended; pure.

import type { z } from 'zod';
import type { EndpointCertificate, endpointDetails } from '../../../shared/ems/endpoints.ts';
import { presenceLabel, stateLabel } from './endpoints.ts';
import { ago, moment } from './time.ts';
import type { Label, Tone } from './tone.ts';

export type EndpointDetails = z.output<typeof endpointDetails>;

export interface CertificateRow {
  readonly serial: string;
  readonly kind: string;
  readonly state: Label;
  readonly issuer: string;
  readonly from: string;
  readonly until: string;
  /** Only one that still opens something can be revoked. */
  readonly isRevocable: boolean;
}

export interface EndpointView {
  readonly title: string;
  readonly labels: readonly Label[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly certificates: readonly CertificateRow[];
  readonly may: { readonly revoke: boolean; readonly release: boolean };
}

export function endpointView(details: EndpointDetails, now: number): EndpointView {
  const { inventory } = details;
  return {
    title: details.hostname === '' ? '(no name yet)' : details.hostname,
    labels: [stateLabel(details.state), presenceLabel(details)],
    facts: [
      { name: 'uid', value: details.uid },
      { name: 'ZTNA serial', value: details.serial === '' ? 'none' : details.serial },
      { name: 'site', value: details.site },
      { name: 'system', value: details.os === '' ? 'unknown' : details.os },
      { name: 'agent', value: inventory?.agentVersion ?? 'unknown' },
      { name: "maker's serial number", value: inventory?.serialNumber ?? 'not told' },
      { name: 'users', value: inventory?.users.join(', ') || 'none signed in' },
      {
        name: 'verified users',
        value: details.signIns.map(signInText).join(', ') || 'none: unverified',
      },
      { name: 'disconnected', value: disconnectedText(details.disconnected) },
      { name: 'addresses', value: inventory?.interfaces.map(({ ip }) => ip).join(', ') || 'unknown' },
      { name: 'last seen', value: lastSeen(details.lastReport, now) },
      ...disagreement(details.disagreements),
    ],
    certificates: details.certificates.map(certificateRow),
    may: { revoke: details.state !== 'revoked', release: details.state !== 'released' },
  };
}

function signInText({ subject, osUser, provider, until }: EndpointDetails['signIns'][number]): string {
  return `${subject} (${osUser}, by ${provider}, until ${moment(until)})`;
}

const certificateTones: Readonly<Record<EndpointCertificate['state'], Tone>> = {
  active: 'good',
  retired: 'ended',
  revoked: 'bad',
  expired: 'ended',
};

function certificateRow(each: EndpointCertificate): CertificateRow {
  const when = each.revokedAt === null ? '' : ` ${moment(each.revokedAt)}`;
  const why = each.revocationReason === null ? '' : ` (${each.revocationReason})`;
  return {
    serial: each.serial,
    kind: each.osUser === null ? 'device' : `user ${each.osUser}`,
    state: { text: `${each.state}${when}${why}`, tone: certificateTones[each.state] },
    issuer: each.issuerName,
    from: moment(each.issuedAt),
    until: moment(each.notAfter),
    isRevocable: each.state === 'active' || each.state === 'retired',
  };
}

function lastSeen(iso: string | null, now: number): string {
  return iso === null ? 'never' : `${ago(iso, now)} (${moment(iso)})`;
}

function disagreement(rules: readonly number[]): EndpointView['facts'] {
  if (rules.length === 0) return [];
  return [{ name: 'disagreements', value: `its verdicts and its facts differ on rules ${rules.join(', ')}` }];
}

function disconnectedText(told: EndpointDetails['disconnected']): string {
  if (told === null) return 'no';
  return `since ${moment(told.since)}, by ${told.by}${told.reason === '' ? '' : `: ${told.reason}`}`;
}
