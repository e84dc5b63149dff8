// Notices a clock that is off: certificates and logs would be judged by a wrong time.

import type { Warning } from '../../shared/agent/agent-state.ts';

export const clockWarningCode = 'clock-off';

const tolerated = 120_000;
const minuteMs = 60_000;

/** What to say of this machine's clock and the EMS's, both in milliseconds since 1970; null if they agree. */
export function clockWarning(own: number, ems: number): Warning | null {
  const off = own - ems;
  if (Math.abs(off) <= tolerated) return null;
  const direction = off > 0 ? 'ahead of' : 'behind';
  const text = `The clock of this device is ${Math.round(Math.abs(off) / minuteMs)} minutes ${direction} that of the EMS; set whichever is wrong.`;
  return { code: clockWarningCode, severity: 'medium', text };
}
