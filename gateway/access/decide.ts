// Decides one access: certificate, then device, then destination, then policy. No clock, no I/O.

import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { Target } from '../../shared/tunnel/opening.ts';
import type { Destination, GatewayConfig } from '../config/schema.ts';
import type { Accepted } from '../sessions/session.ts';
import type { DeviceStanding, Standing, VerifiedUser } from './device-standing.ts';
import { findDestination } from './find-destination.ts';
import { walkPolicies } from './walk-policies.ts';

export interface AccessQuestion extends Standing {
  readonly target: Target;
  /** The OS user as the agent saw it; only a verified user bound to it counts. */
  readonly reportedUser: string | null;
}

export type Decision = (Accepted & { readonly destination: Destination }) | Refusal;

export interface Refusal {
  readonly kind: 'denied';
  readonly code: DenialCode;
  readonly policy: string | null;
  readonly tags: readonly string[];
}

export function decide(question: AccessQuestion, config: GatewayConfig): Decision {
  const standing = whyNoStanding(question, 'machine');
  if (standing !== null) return refusal(standing);
  const { certificate, device, view } = question;
  if (certificate.kind !== 'sound' || device === null) return refusal('001');
  const destination = findDestination(config['ztna-destination'], question.target);
  if (destination === null) return refusal('022');
  if (destination.needs.length > 0) return refusal('062');
  const user = verifiedUser(device, question.reportedUser);
  const asked = { list: 'ztna-destination', name: destination.name } as const;
  const outcome = walkPolicies(config.policy, asked, new Set(device.tags), user);
  if (outcome.kind === 'denied') return outcome;
  const ends = [certificate.endsInMs, device.validForMs, view.freshForMs, user?.validForMs ?? Number.POSITIVE_INFINITY];
  return { kind: 'accepted', policy: outcome.policy, destination, validForMs: Math.min(...ends) };
}

/**
 * Why this connection may reach nothing at all, whatever it asks for; null if it may ask. What is wrong for good comes
 * before what may pass: a revoked certificate stays revoked in an old view.
 */
export function whyNoStanding(standing: Standing, opens: 'machine' | 'user'): DenialCode | null {
  const { certificate, device, view } = standing;
  if (view.readiness !== 'ready') return view.readiness === 'withdrawn' ? '097' : '096';
  if (certificate.kind === 'none') return '002';
  if (certificate.kind === 'rejected' && certificate.why === 'revoked-ca') return '063';
  if (certificate.kind === 'rejected' || certificate.opens !== opens || certificate.endsInMs <= 0) return '001';
  if (device === null) return '066';
  const record = device.certificates.find((entry) => entry.sha256 === certificate.sha256);
  if (device.state !== 'active' || record?.state === 'revoked') return '063';
  if (record?.state !== 'active' || record.kind !== opens || device.site !== certificate.site) return '001';
  if (view.freshForMs <= 0) return '066';
  if (!device.online || device.validForMs <= 0) return '067';
  return null;
}

/** The user proved to the EMS who is this OS user of the device; a reported name alone is nobody. */
export function verifiedUser(device: DeviceStanding, reportedUser: string | null): VerifiedUser | null {
  if (reportedUser === null) return null;
  return device.users.find((entry) => entry.osUser === reportedUser && entry.validForMs > 0) ?? null;
}

function refusal(code: DenialCode): Refusal {
  return { kind: 'denied', code, policy: null, tags: [] };
}
