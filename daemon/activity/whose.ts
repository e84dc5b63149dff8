// Whose an access was, and who may be told of it; pure.

import type { Viewer } from '../ipc/visible-state.ts';

/** A uid; or the whole device's, such as a certificate that was revoked; or nobody's that could be found out. */
export type Whose = number | 'device' | 'unknown';

/** Everybody is told of their own and of the device's; what cannot be told apart is for administrators. */
export function isToldTo({ uid, isAdministrator }: Viewer, whose: Whose): boolean {
  return isAdministrator || whose === 'device' || whose === uid;
}
