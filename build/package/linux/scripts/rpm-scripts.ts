// Writes the scriptlets of an rpm. rpm knows no purge: who erases the package removes everything; pure.

import type { RpmPart } from '../description.ts';
import type { Service } from '../service.ts';
import {
  makeFolders,
  makeUser,
  readUnits,
  refuseDowngrade,
  removeEverything,
  script,
  takeBack,
  whereSystemdRuns,
} from './pieces.ts';

/** `$1`: how many of this package there are afterwards; an upgrade has two, an erasure none. */
export function rpmScripts(service: Service, version: string): RpmPart['scripts'] {
  const { name, starts } = service;
  const isInstalled = starts === 'installed';
  return {
    pre: script(refuseDowngrade(service, version), makeUser(service)),
    post: script(
      makeFolders(service),
      ...(isInstalled
        ? [`if [ "$1" -eq 1 ]; then /usr/bin/systemctl enable ${name}.service >/dev/null 2>&1 || true; fi`]
        : []),
    ),
    // After the files of the release before are gone, too.
    posttrans: script(
      whereSystemdRuns(
        readUnits,
        isInstalled
          ? `if /usr/bin/systemctl --quiet is-enabled ${name}.service; then /usr/bin/systemctl restart ${name}.service || true; fi`
          : `/usr/bin/systemctl try-restart ${name}.service || true`,
      ),
    ),
    preun: script(
      'if [ "$1" -eq 0 ]; then',
      whereSystemdRuns(`/usr/bin/systemctl stop ${name}.service || true`),
      `/usr/bin/systemctl disable ${name}.service >/dev/null 2>&1 || true`,
      takeBack(service),
      'fi',
    ),
    postun: script('if [ "$1" -eq 0 ]; then', removeEverything(service), whereSystemdRuns(readUnits), 'fi'),
  };
}
