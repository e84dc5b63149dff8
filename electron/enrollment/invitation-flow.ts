// What becomes of an invitation, as a function of what happened: read, asked about, used once, and forgotten.

import type { InvitationSummary } from '../../shared/agent/agent-contract.ts';
import type { EnrollmentState } from '../../shared/agent/agent-state.ts';
import type { Failure } from '../../shared/agent/failure.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Secret } from '../../shared/log.ts';
import type { InvitationState } from '../../shared/shell/gui-state.ts';

/**
 *   none ──offered──▶ reading ──read──▶ asking ──accepted──▶ enrolling ──enrolled──▶ none
 *    ▲  ╲ unusable       │                │ enrolled by another   │
 *    │   ╲               ▼                ▼                       ▼
 *    │    ╰─────────▶ refused ◀───────────┴───────failed──────────╯
 *    ╰──── dismissed (any but enrolling), too old (asking)
 *
 * The text is there only while it may still be used. What is offered while another one is read, asked about or used is not
 * taken: a second link must not slip in under an answer that was meant for the first.
 */
export type InvitationFlow =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly text: Secret }
  | { readonly kind: 'asking'; readonly text: Secret; readonly summary: InvitationSummary }
  | { readonly kind: 'enrolling'; readonly summary: InvitationSummary }
  | { readonly kind: 'refused'; readonly failure: Failure; readonly summary: InvitationSummary | null };

export type InvitationEvent =
  | { readonly kind: 'offered'; readonly text: Secret }
  /** What was offered is no invitation. */
  | { readonly kind: 'unusable'; readonly failure: Failure }
  | { readonly kind: 'read'; readonly summary: InvitationSummary; readonly enrollment: EnrollmentState }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'enrolled' }
  /** Reading or enrolling came to nothing. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The device was enrolled, by whatever way. */
  | { readonly kind: 'enrolled-meanwhile'; readonly ems: string }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'too-old' };

/** Whether another invitation can be taken now. */
export function takesInvitations(flow: InvitationFlow): boolean {
  return flow.kind === 'none' || flow.kind === 'refused';
}

export function reduceInvitation(flow: InvitationFlow, event: InvitationEvent): InvitationFlow {
  switch (event.kind) {
    case 'offered':
      return takesInvitations(flow) ? { kind: 'reading', text: event.text } : flow;
    case 'unusable':
      return takesInvitations(flow) ? { kind: 'refused', failure: event.failure, summary: null } : flow;
    case 'read':
      return flow.kind === 'reading' ? afterReading(flow.text, event.summary, event.enrollment) : flow;
    case 'accepted':
      return flow.kind === 'asking' ? { kind: 'enrolling', summary: flow.summary } : flow;
    case 'enrolled':
      return flow.kind === 'enrolling' ? { kind: 'none' } : flow;
    case 'failed':
      return flow.kind === 'reading' || flow.kind === 'enrolling' ? refused(flow, event.failure) : flow;
    case 'enrolled-meanwhile':
      return flow.kind === 'asking' ? refused(flow, alreadyEnrolled(event.ems)) : flow;
    case 'dismissed':
      // What the daemon does already cannot be taken back by looking away.
      return flow.kind === 'enrolling' ? flow : { kind: 'none' };
    case 'too-old':
      return flow.kind === 'asking' ? { kind: 'none' } : flow;
    default:
      return assertNever(event);
  }
}

/** What pages see of it: everything but the text. */
export function shownInvitation(flow: InvitationFlow): InvitationState {
  switch (flow.kind) {
    case 'none':
    case 'reading':
      return { kind: flow.kind };
    case 'asking':
    case 'enrolling':
      return { kind: flow.kind, summary: flow.summary };
    case 'refused':
      return flow;
    default:
      return assertNever(flow);
  }
}

/** Asks only where an answer can do something. */
function afterReading(text: Secret, summary: InvitationSummary, enrollment: EnrollmentState): InvitationFlow {
  if (enrollment.kind === 'enrolled') return { kind: 'refused', failure: alreadyEnrolled(enrollment.ems), summary };
  if (!summary.mayEnroll) {
    const failure = new AppError('enrolment-needs-administrator', { server: summary.ems }).toWire();
    return { kind: 'refused', failure, summary };
  }
  return { kind: 'asking', text, summary };
}

function refused(flow: InvitationFlow, failure: Failure): InvitationFlow {
  return { kind: 'refused', failure, summary: 'summary' in flow ? flow.summary : null };
}

function alreadyEnrolled(server: string): Failure {
  return new AppError('already-enrolled', { server }).toWire();
}
