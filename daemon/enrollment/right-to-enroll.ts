// Decides who may enroll this device, and with which EMS; pure.

import type { ErrorCode } from '../../shared/errors/catalogue.ts';

/** Who asks: the rights that the local socket gives them. */
export interface Asker {
  readonly isAdministrator: boolean;
  /** May use the tunnels of this machine. */
  readonly isUser: boolean;
}

export type RightToEnroll =
  | { readonly kind: 'granted' }
  | { readonly kind: 'refused'; readonly code: Extract<ErrorCode, 'ems-not-allowed' | 'enrolling-not-allowed'> };

/**
 * An administrator of this machine may, and so may its users where an administrator has named the EMSs that are allowed: then
 * nobody leads the device to another one. What was saved and cannot be read may be an enrolment, which no user may replace.
 */
export function rightToEnroll(
  asker: Asker,
  fabricCa: string,
  machine: { readonly allowedEms: readonly string[] | undefined; readonly hasUnreadableState: boolean },
): RightToEnroll {
  if (machine.allowedEms?.includes(fabricCa) === false) return { kind: 'refused', code: 'ems-not-allowed' };
  if (asker.isAdministrator) return { kind: 'granted' };
  const isLeftToUsers = machine.allowedEms !== undefined && !machine.hasUnreadableState;
  return asker.isUser && isLeftToUsers ? { kind: 'granted' } : { kind: 'refused', code: 'enrolling-not-allowed' };
}
