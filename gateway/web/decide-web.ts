// Decides one web request: certificate, then device, then application, then policy. No clock, no I/O.

import type { DenialCode } from '../../shared/tunnel/denial.ts';
import { type Refusal, verifiedUser, whyNoStanding } from '../access/decide.ts';
import type { Standing, VerifiedUser } from '../access/device-standing.ts';
import { walkPolicies } from '../access/walk-policies.ts';
import type { GatewayConfig } from '../config/schema.ts';
import type { Accepted } from '../sessions/session.ts';
import type { Asker } from './ports.ts';
import { type ClientRules, type Place, rulesOf } from './sites.ts';
import { isManageable } from './user-agents.ts';

export interface WebQuestion extends Standing {
  readonly place: Place;
  readonly userAgent: string | null;
}

export type FoundPlace = Extract<Place, { kind: 'found' }>;

export type WebDecision =
  | (Accepted & {
      readonly place: FoundPlace;
      /** Null: let in without a certificate. */
      readonly asker: Asker | null;
    })
  | Refusal;

export function decideWeb(question: WebQuestion, config: GatewayConfig): WebDecision {
  const { certificate, device, view, place } = question;
  const standing = whyNoWebStanding(question, rulesOf(place.proxy, place.virtualHost), question.userAgent);
  if (standing !== null) return refusal(standing);
  if (place.kind !== 'found') return refusal(place.kind === 'none' ? '021' : '091');
  const user = certificate.kind === 'sound' && device !== null ? verifiedUser(device, certificate.osUser) : null;
  const tags = device === null ? null : new Set(device.tags);
  const outcome = walkPolicies(config.policy, { list: 'ztna-proxy', name: place.proxy.name }, tags, user);
  if (outcome.kind === 'denied') return outcome;
  const asker = certificate.kind === 'sound' && device !== null ? askerOf(certificate.uid, device.tags, user) : null;
  const ends =
    certificate.kind === 'sound' && device !== null
      ? [certificate.endsInMs, device.validForMs, view.freshForMs, user?.validForMs ?? Number.POSITIVE_INFINITY]
      : [];
  return { kind: 'accepted', policy: outcome.policy, place, asker, validForMs: Math.min(...ends) };
}

/** Why who asks may reach nothing here; null if they may ask. No certificate is a matter of the rules. */
export function whyNoWebStanding(standing: Standing, rules: ClientRules, userAgent: string | null): DenialCode | null {
  const code = whyNoStanding(standing, 'user');
  if (code !== '002') return code;
  if (!rules.asks || rules.emptyCertAction === 'accept') return null;
  if (rules.emptyCertAction === 'block') return '002';
  // Where user agents are not looked at, nobody has shown to be unmanageable.
  return rules.detectsUserAgent && !isManageable(userAgent) ? null : '003';
}

function askerOf(uid: Asker['uid'], tags: readonly string[], user: VerifiedUser | null): Asker {
  return { uid, user: user?.subject ?? null, tags };
}

function refusal(code: DenialCode): Refusal {
  return { kind: 'denied', code, policy: null, tags: [] };
}
