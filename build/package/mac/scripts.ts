// The scripts of the package for macOS: before and after it is laid out, and to remove everything again.

import { footprints } from '../../../shared/install/footprint.ts';
import { installLayouts } from '../../../shared/install/layout.ts';
import { daemonLabel, daemonPlace, logs, shellLabel, shellPlace } from './launchd.ts';

const { programs, data, configFile } = installLayouts.darwin;
const top = programs.slice(0, programs.lastIndexOf('/'));

/** Whoever sits at the screen, if anybody; `loginwindow` and root do not count. */
const person = `person=$(/usr/bin/stat -f %Su /dev/console)
session=
case "$person" in
  root | loginwindow | _*) ;;
  *) session="gui/$(/usr/bin/id -u "$person")" ;;
esac`;

/** What is not running is not ended. */
const stop = `/bin/launchctl bootout 'system/${daemonLabel}' 2>/dev/null || :
if [ -n "$session" ]; then /bin/launchctl bootout "$session/${shellLabel}" 2>/dev/null || :; fi`;

export const preinstall = `#!/bin/sh
# Ends what runs, so that nothing is exchanged under it.
set -eu
${person}
${stop}
exit 0
`;

/** Of the desktop app, which may be left out; it is laid out after the agent. */
export const desktopPostinstall = `#!/bin/sh
# Starts the app for whoever sits at the screen; for others, launchd does at their login.
set -eu
${person}
/usr/sbin/chown -h root:wheel '${shellPlace}'
/bin/chmod 0644 '${shellPlace}'
if [ -n "$session" ]; then /bin/launchctl bootstrap "$session" '${shellPlace}' || :; fi
exit 0
`;

/** Owners and modes stand in the package, too; here they are right also where a folder was there before. */
export const postinstall = `#!/bin/sh
# Makes everything root's, lays settings where there are none, and starts the daemon.
set -eu
/bin/mkdir -p '${data}' '${logs}'
if [ ! -e '${configFile}' ]; then
  /bin/echo '{}' > '${configFile}'
fi
/usr/sbin/chown -hR root:wheel '${top}' '${logs}' '${daemonPlace}'
/bin/chmod -R go-w '${top}' '${logs}'
/bin/chmod 0755 '${top}' '${logs}'
/bin/chmod 0700 '${data}'
/bin/chmod 0644 '${configFile}' '${daemonPlace}'
if [ -e '${installLayouts.darwin.invitationFile}' ]; then
  /bin/chmod 0600 '${installLayouts.darwin.invitationFile}'
fi
/bin/launchctl enable 'system/${daemonLabel}'
/bin/launchctl bootstrap system '${daemonPlace}'
exit 0
`;

export const uninstallPlace = `${top}/uninstall.sh`;

/** Of what the list of traces names: paths that are ours as a whole. What lies in others' files the purge program takes out. */
export function uninstallScript(): string {
  const ours = footprints.darwin.flatMap(({ where, extent }) =>
    where.startsWith('/') && extent === 'whole' ? [where] : [],
  );
  return `#!/bin/sh
# Removes Stile from this Mac: programs, service, settings, enrolment, and what users have of it. As root.
set -eu
if [ "$(/usr/bin/id -u)" -ne 0 ]; then
  echo 'run it as root: sudo "$0"' >&2
  exit 1
fi
${person}
${stop}
if [ -x '${programs}/bin/node' ]; then
  '${programs}/bin/node' '${programs}/purge.mjs' --config '${configFile}' --with-data || echo 'not everything of users could be taken out; see above' >&2
fi
${ours.map((place) => `/bin/rm -rf '${place}'`).join('\n')}
/usr/sbin/pkgutil --forget '${daemonLabel}' >/dev/null 2>&1 || :
/usr/sbin/pkgutil --forget '${shellLabel}' >/dev/null 2>&1 || :
exit 0
`;
}
