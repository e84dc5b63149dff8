// Says what a soak found, for people; pure.

import { programNames } from './schedule.ts';
import type { SoakReport } from './soak.ts';

export function textOf(report: SoakReport): string {
  const { seed, minutes, rounds, disturbances, recoveryMs, load, violations, lastLines } = report;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const lines = [
    `seed ${seed}, ${minutes} minutes, ${rounds} rounds`,
    `done      ${disturbances.end} ended, ${disturbances.pause} stopped, ${disturbances.tag} times the tag taken, ${disturbances.deny} denied, ${disturbances.reload} reloads`,
    `recovery  ${seconds(recoveryMs.median)} at the median, ${seconds(recoveryMs.worst)} at worst`,
    `load      ${load.sessions} sessions ended, ${load.echoes} echoes, ${load.downloads} downloads (${Math.round(load.mebibytes)} MiB)`,
    ...programNames.map((program) => `${program.padEnd(9)} ${growthText(report, program)}`),
  ];
  if (violations.length === 0)
    return `${[...lines, 'nothing was alive that may not be, nothing is left'].join('\n')}\n`;
  const told = violations.slice(0, 20).map(({ atSeconds, round, what }) => `  ${atSeconds} s, round ${round}: ${what}`);
  return `${[
    ...lines,
    '',
    `${violations.length} VIOLATIONS`,
    ...told,
    '',
    'what went before:',
    ...lastLines.map((line) => `  ${line}`),
    '',
    `again with: npm run soak -- --seed ${seed} --minutes ${minutes}`,
  ].join('\n')}\n`;
}

function growthText({ growth, peakMiB }: SoakReport, program: (typeof programNames)[number]): string {
  const grown = growth[program];
  const peak = `${Math.round(peakMiB[program])} MiB at most`;
  if (grown === null) return `${peak}; too short to tell its growth`;
  const { mib, mibPerMinute, descriptors, overMinutes } = grown;
  return `${peak}; ${mib.toFixed(1)} MiB and ${descriptors} descriptors more over ${overMinutes.toFixed(1)} minutes (${mibPerMinute.toFixed(2)} MiB a minute)`;
}
