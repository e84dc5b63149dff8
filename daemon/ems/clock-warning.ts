// Says when this machine's clock is too far from the EMS's: certificates then look expired, or not valid yet.

import type { Warning } from '../../shared/agent/agent-state.ts';

/** Protocol §4: a clock off by more than this is a finding that names the clock. */
const toleratedMs = 120_000;

/** @param aheadMs by how much this clock is ahead of the EMS's; negative if behind */
export function clockWarning(aheadMs: number): Warning | null {
  if (Math.abs(aheadMs) <= toleratedMs) return null;
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const text = `The clock of this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the EMS's; set it, or switch on time synchronisation.`;
  return { code: 'clock-off', severity: 'medium', text };
}
