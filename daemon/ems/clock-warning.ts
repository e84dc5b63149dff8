// Notices a clock that is off: certificates and logs would be judged by a wrong time.

import type { Warning } from '../../shared/agent/agent-state.ts';
import { clockDifference } from '../../shared/clock-difference.ts';

export const clockWarningCode = 'clock-off';

/** What to say of this machine's clock and the EMS's, both in milliseconds since 1970; null if they agree. */
export function clockWarning(own: number, ems: number): Warning | null {
  const text = clockDifference('device', own, ems);
  return text === null ? null : { code: clockWarningCode, severity: 'medium', text };
}
