// Says of two clocks whether they agree; certificates and logs are judged by clock times, so that a wrong one is told.

const toleratedMs = 120_000;
const minuteMs = 60_000;

/** What to tell people of this machine's clock and the EMS's, in milliseconds since 1970; null if they agree. */
export function clockDifference(machine: string, own: number, ems: number): string | null {
  const off = own - ems;
  if (Math.abs(off) <= toleratedMs) return null;
  const direction = off > 0 ? 'ahead of' : 'behind';
  return `The clock of this ${machine} is ${Math.round(Math.abs(off) / minuteMs)} minutes ${direction} that of the EMS; set whichever is wrong.`;
}
