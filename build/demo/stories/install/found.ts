// What the summary says of the story `install`.

import type { Found, Installation, Outcome } from '../../summary.ts';

const nothing: Installation = { packages: [], deb: null, rpm: null, nsis: null, msi: null, reproducible: null };

export function foundOfInstallation({ installation }: Outcome): Found {
  const { packages, deb, rpm, nsis, msi, reproducible } = installation ?? nothing;
  const isAll =
    deb?.upgradeKept === true &&
    deb.storyPassed &&
    deb.purgeLeft.length === 0 &&
    rpm?.enrolled === true &&
    rpm.eraseLeft.length === 0 &&
    [nsis, msi].every(
      (each) => each?.serviceRan === true && each.uninstalled && each.signed && each.left.length === 0,
    ) &&
    reproducible === true;
  const left = (things: readonly string[] | undefined) =>
    things === undefined ? 'not tried' : things.length === 0 ? 'nothing left' : things.join(', ');
  return {
    isAll,
    facts: { packages: packages.map(({ file, mib }) => ({ file, mib })), deb, rpm, nsis, msi, reproducible },
    rows: [
      ...packages.map(({ file, mib }) => [file, `${mib} MiB`] as const),
      [
        'deb',
        `${deb?.upgradeKept === true ? 'upgraded with everything kept' : 'not upgraded'}; purged: ${left(deb?.purgeLeft)}`,
      ],
      ['rpm', `${rpm?.enrolled === true ? 'enrolled' : 'not enrolled'}; erased: ${left(rpm?.eraseLeft)}`],
      ['exe', `uninstalled: ${left(nsis?.left)}`],
      ['msi', `uninstalled: ${left(msi?.left)}`],
      ['two builds', reproducible === true ? 'agree in every byte' : 'differ, or were not compared'],
    ],
  };
}
