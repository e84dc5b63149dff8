// What the story `path` puts into the summary.

import type { Found, Outcome } from '../../summary.ts';
import { duration } from '../../tell.ts';

export function foundOnThePath(outcome: Outcome): Found {
  const { uid, serial, tags, destinations, transfer, ssh, postureLoss, recovery } = outcome;
  const isAll =
    uid !== null && transfer?.sha256Match === true && ssh?.exitCode === 0 && postureLoss !== null && recovery !== null;
  const rows: [string, string][] = [];
  if (transfer !== null) rows.push(['transfer', `${transfer.mibPerSecond} MiB/s`]);
  if (postureLoss !== null)
    rows.push([
      'posture lost',
      `sessions cut after ${duration(postureLoss.sessionCutAfterMs)}, code ${postureLoss.code}`,
    ]);
  if (recovery !== null) rows.push(['recovered', `after ${duration(recovery.afterMs)}`]);
  return { isAll, facts: { uid, serial, tags, destinations, transfer, ssh, postureLoss, recovery }, rows };
}
