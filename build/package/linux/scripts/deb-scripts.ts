// Writes the maintainer scripts of a deb, in the ways that Debian's own tools write them; pure.

import type { DebPart } from '../description.ts';
import type { Service } from '../service.ts';
import { askForInvitation, layInvitation, templates } from './invitation.ts';
import {
  complainOfDowngrade,
  indented,
  makeFolders,
  makeUser,
  readUnits,
  removeEverything,
  script,
  takeBack,
  whereSystemdRuns,
} from './pieces.ts';

const start = ['#!/bin/sh', 'set -e'];
const helper = '/usr/bin/deb-systemd-helper';
// Asks policy-rc.d, by which images and set-ups say that nothing is to be started.
const invoke = '/usr/bin/deb-systemd-invoke';

export function debScripts(service: Service, version: string): DebPart['scripts'] {
  const asks = service.user === null;
  return {
    preinst: preinst(service, version),
    postinst: postinst(service, asks),
    prerm: prerm(service),
    postrm: postrm(service, asks),
    ...(asks ? { config: script('#!/bin/sh', 'set -e', askForInvitation), templates } : {}),
  };
}

function preinst({ name }: Service, version: string): string {
  return script(
    ...start,
    `if [ "$1" = upgrade ] && [ "\${STILE_ALLOW_DOWNGRADE:-}" != yes ] && /usr/bin/dpkg --compare-versions "$2" gt ${version}; then`,
    indented(complainOfDowngrade(name, '$2', version), 'exit 1'),
    'fi',
  );
}

function postinst(service: Service, asks: boolean): string {
  return script(
    ...start,
    ...(asks ? ['. /usr/share/debconf/confmodule'] : []),
    'case "$1" in',
    '  configure)',
    indented(makeUser(service), makeFolders(service), asks ? layInvitation(service) : '', enable(service)),
    '    ;;',
    'esac',
    // Whatever is started must not hold on to what leads to debconf.
    ...(asks ? ['db_stop'] : []),
    'case "$1" in',
    '  configure|abort-upgrade|abort-deconfigure|abort-remove)',
    indented(whereSystemdRuns(readUnits, ...bringUp(service))),
    '    ;;',
    'esac',
  );
}

/** What an administrator disabled stays disabled through upgrades; what is removed and comes again starts anew. */
function enable({ name, starts }: Service): string {
  if (starts === 'asked') return '';
  return `${helper} unmask ${name}.service >/dev/null || true
if ${helper} --quiet was-enabled ${name}.service; then
  ${helper} enable ${name}.service >/dev/null || true
else
  ${helper} update-state ${name}.service >/dev/null || true
fi`;
}

/** What an administrator enabled, only an administrator's own tool takes back. */
function disable({ name, starts }: Service): string {
  return starts === 'asked' ? `/usr/bin/systemctl disable ${name}.service >/dev/null 2>&1 || true` : '';
}

/** `$2`: the release that was configured before, if any. */
function bringUp({ name, starts }: Service): readonly string[] {
  if (starts === 'asked') return [`if [ -n "$2" ]; then /usr/bin/systemctl try-restart ${name}.service || true; fi`];
  return [
    `if [ "$1" = configure ] && [ -n "$2" ]; then action=restart; else action=start; fi`,
    `${invoke} "$action" ${name}.service >/dev/null || true`,
  ];
}

/** An upgrade leaves it running until the new release is there. */
function prerm(service: Service): string {
  return script(
    ...start,
    'if [ "$1" = remove ]; then',
    indented(
      whereSystemdRuns(`${invoke} stop ${service.name}.service >/dev/null || true`),
      disable(service),
      takeBack(service),
    ),
    'fi',
  );
}

function postrm(service: Service, asks: boolean): string {
  const { name } = service;
  return script(
    ...start,
    'if [ "$1" = remove ]; then',
    indented(whereSystemdRuns(readUnits)),
    'fi',
    'if [ "$1" = purge ]; then',
    indented(
      removeEverything(service),
      `if [ -x ${helper} ]; then ${helper} purge ${name}.service >/dev/null || true; fi`,
      asks ? 'if [ -e /usr/share/debconf/confmodule ]; then . /usr/share/debconf/confmodule; db_purge; fi' : '',
    ),
    'fi',
  );
}
