// What `stile session` and `stile status` show of users' certificates; pure.

import type {
  StoreReport,
  UserCertificateStanding,
  UserCertificateState,
} from '../../shared/agent/user-certificate.ts';
import { pairs, printable } from './table.ts';

export function sessionView(report: StoreReport): readonly string[] {
  const { browsers } = report.store;
  return pairs([
    ['certificate', standings[report.standing]],
    ...(report.serial === null ? [] : [['serial', `${report.serial}, ends ${report.ends ?? 'unknown'}`] as const]),
    ...(report.detail === '' ? [] : [['note', printable(report.detail)] as const]),
    ['keyring', report.store.secrets],
    [
      'browsers',
      browsers.length === 0
        ? 'none found'
        : browsers.map(
            ({ name, installed }) => `${printable(name)}: ${installed.length === 0 ? 'nothing' : 'installed'}`,
          ),
    ],
  ]);
}

/** What was removed of one user's, and what was not. */
export function forgottenView({
  removed,
  left,
}: {
  readonly removed: readonly string[];
  readonly left: readonly string[];
}): readonly string[] {
  if (removed.length + left.length === 0) return ['Nothing of Stile is kept for you.'];
  return [
    ...removed.map((thing) => printable(`removed: ${thing}`)),
    ...left.map((thing) => printable(`still there: ${thing}`)),
  ];
}

/** One line for each user whose certificate may be shown. */
export function userCertificateLines(states: readonly UserCertificateState[]): readonly string[] {
  return states.map(({ osUser, state, serial, ends, ems, detail }) => {
    const certificate = serial === null ? '' : ` ${serial}, ends ${ends ?? 'unknown'}`;
    const atEms = ['active', 'outdated', 'unknown'].includes(ems) ? '' : `; the EMS has it as ${ems}`;
    const why = detail === '' ? '' : ` (${detail})`;
    return printable(`${osUser}: ${standings[state]}${certificate}${atEms}${why}`);
  });
}

const standings: Readonly<Record<UserCertificateStanding, string>> = {
  unknown: 'not told yet',
  none: 'none, and none is wanted',
  requesting: 'being requested',
  installing: 'being installed',
  installed: 'installed',
  renewing: 'being renewed',
  waiting: 'waiting',
  removing: 'being removed',
};
