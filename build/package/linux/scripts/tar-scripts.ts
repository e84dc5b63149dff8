// Writes the installer and the uninstaller that go with the tar archive, for systems with neither dpkg nor rpm; pure.

import type { Service } from '../service.ts';
import {
  indented,
  makeFolders,
  readUnits,
  refuseDowngrade,
  removeEverything,
  script,
  takeBack,
  whereSystemdRuns,
} from './pieces.ts';

const start = ['#!/bin/sh', 'set -e', 'umask 022'];
const onlyRoot = `if [ "$(id -u)" -ne 0 ]; then
  echo 'this needs root' >&2
  exit 1
fi`;

/** Installs, or upgrades what is there; the settings of the administrator stay. */
export function installScript(service: Service, version: string): string {
  const { name, programs, config } = service;
  return script(
    ...start,
    `# Installs ${name} ${version}, or upgrades to it. An invitation in ${config}/invitation (root, 0600) enrolls this device.`,
    onlyRoot,
    'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)',
    refuseDowngrade(service, version),
    // Side by side first: what runs keeps its files until the new ones take their place.
    `rm -rf ${programs}.new ${programs}.old`,
    `cp -R "$here/root${programs}" ${programs}.new`,
    `chown -R root:root ${programs}.new`,
    `if [ -e ${programs} ]; then mv ${programs} ${programs}.old; fi`,
    `mv ${programs}.new ${programs}`,
    `rm -rf ${programs}.old`,
    'install -o root -g root -m 0755 "$here/root/usr/bin/stile" /usr/bin/stile',
    `install -o root -g root -m 0755 "$here/uninstall.sh" ${programs}/uninstall.sh`,
    makeFolders(service),
    `if [ ! -e ${config}/agent.json ]; then install -o root -g root -m 0644 "$here/root${config}/agent.json" ${config}/agent.json; fi`,
    'if [ -x /usr/bin/systemctl ]; then',
    indented(
      `install -d -m 0755 /usr/lib/systemd/system`,
      `install -o root -g root -m 0644 "$here/root/usr/lib/systemd/system/${name}.service" /usr/lib/systemd/system/${name}.service`,
      `/usr/bin/systemctl enable ${name}.service >/dev/null 2>&1 || true`,
      whereSystemdRuns(readUnits, `/usr/bin/systemctl restart ${name}.service`),
    ),
    'else',
    `  echo 'This system has no systemd. Have the first process start, and start again: ${programs}/bin/node ${programs}/${name}.mjs --config ${config}/agent.json'`,
    'fi',
    `echo '${name} ${version} is installed; ${programs}/uninstall.sh removes it'`,
  );
}

export function uninstallScript(service: Service): string {
  const { name, programs } = service;
  return script(
    ...start,
    `# Removes ${name} with everything that it keeps; with --keep-data all but its enrolment and settings.`,
    onlyRoot,
    whereSystemdRuns(`/usr/bin/systemctl stop ${name}.service || true`),
    `if [ -x /usr/bin/systemctl ]; then /usr/bin/systemctl disable ${name}.service >/dev/null 2>&1 || true; fi`,
    takeBack(service),
    `rm -rf ${programs} /usr/bin/stile /usr/lib/systemd/system/${name}.service`,
    'if [ "$1" != --keep-data ]; then',
    indented(removeEverything(service)),
    'fi',
    whereSystemdRuns(readUnits),
    `echo '${name} is removed'`,
  );
}
