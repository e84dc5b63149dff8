// What to do with an invitation that was laid for this device; pure.

import { AppError, hasCode } from '../../../shared/errors/app-error.ts';
import type { Invitation } from '../../../shared/invitation/invitation.ts';
import type { Identity } from '../../state/saved.ts';
import { rightToEnroll } from '../right-to-enroll.ts';

/** How the machine stands. */
export interface Machine {
  readonly identity: Pick<Identity, 'ems' | 'fabricCaSha256'> | null;
  readonly isWithdrawn: boolean;
  /** What was saved cannot be read: it may be an enrolment. */
  readonly hasUnreadableState: boolean;
  /** SHA-256 of the invitation by which it was enrolled silently the last time. */
  readonly spent: string | null;
  readonly allowedEms: readonly string[] | undefined;
}

export interface Offer {
  readonly invitation: Pick<Invitation, 'ems' | 'ca'>;
  readonly sha256: string;
  /** It stays where it is when it has been used. */
  readonly isKept: boolean;
}

export type Decision =
  | { readonly kind: 'enroll' }
  /** It has done its work. */
  | { readonly kind: 'remove' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'refuse'; readonly error: AppError };

/** Whoever could lay it is an administrator of this machine, and may enroll it once: never lead an enrolled one elsewhere, nor bring back what the EMS has ended. */
export function decide(machine: Machine, { invitation, sha256, isKept }: Offer): Decision {
  const { identity, isWithdrawn, spent, allowedEms } = machine;
  // It would be replaced by the enrolment; whoever restores it, or enrolls by hand, decides.
  if (machine.hasUnreadableState) return { kind: 'rest' };
  if (identity !== null && !isWithdrawn) {
    if (identity.fabricCaSha256 === invitation.ca) return { kind: isKept ? 'rest' : 'remove' };
    return refuse(new AppError('invitation-elsewhere', { server: invitation.ems, enrolled: identity.ems }));
  }
  // A file that was laid once more after the device had left was laid for that; a setting just stays.
  if (spent === sha256 && (isWithdrawn || isKept)) return refuse(new AppError('invitation-spent'));
  const right = rightToEnroll({ isAdministrator: true, isUser: false }, invitation.ca, {
    allowedEms,
    hasUnreadableState: false,
  });
  return right.kind === 'granted' ? { kind: 'enroll' } : refuse(new AppError(right.code));
}

function refuse(error: AppError): Decision {
  return { kind: 'refuse', error };
}

/** Statuses with which a server says that it is to be asked again. */
const askAgain: ReadonlySet<unknown> = new Set([408, 421, 425, 429]);

/** Whether a failed try would fail the same way again, until somebody does something. */
export function isFinal(error: unknown): boolean {
  if (hasCode(error, 'ems-refused')) {
    const { status } = error.params;
    return typeof status === 'number' && status >= 400 && status < 500 && !askAgain.has(status);
  }
  // Another CA than the pinned one may be a foreign network's doing, and the device leaves that network.
  return (
    hasCode(error, 'invitation-malformed') || hasCode(error, 'invitation-too-new') || hasCode(error, 'ems-not-allowed')
  );
}
