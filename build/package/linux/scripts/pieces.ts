// The steps of installing and removing a service, as pieces of shell scripts that dpkg's, rpm's and our own installer share; pure.

import type { Service } from '../service.ts';

/** Runs the lines only where systemd is the first process: not in a chroot, an image or a container. */
export function whereSystemdRuns(...lines: readonly string[]): string {
  return [`if [ -d /run/systemd/system ]; then`, ...lines.map((line) => `  ${line}`), 'fi'].join('\n');
}

export const readUnits = '/usr/bin/systemctl --system daemon-reload >/dev/null || true';

/** Folders with their rights, whoever made them before. */
export function makeFolders({ config, data, user }: Service): string {
  const owner = user ?? 'root';
  return [
    `/usr/bin/install -d -o root -g root -m 0755 ${config}`,
    ...(user === null ? [`/usr/bin/install -d -o root -g root -m 0755 ${config}/policy.d`] : []),
    `/usr/bin/install -d -o ${owner} -g ${owner} -m 0700 ${data}`,
  ].join('\n');
}

export function makeUser({ user, data }: Service): string {
  if (user === null) return '';
  return `if ! /usr/bin/getent passwd ${user} >/dev/null; then
  /usr/sbin/useradd --system --user-group --home-dir ${data} --no-create-home --shell /usr/sbin/nologin ${user}
fi`;
}

/** Its group goes with it. */
export function removeUser({ user }: Service): string {
  if (user === null) return '';
  return `if /usr/bin/getent passwd ${user} >/dev/null; then
  /usr/sbin/userdel ${user} || true
fi`;
}

/**
 * What users and other programs were given, while the programs that know of it are still there. An administrator can remove
 * the product whatever goes wrong here.
 */
export function takeBack({ name, programs, config, user }: Service): string {
  if (user !== null) return '';
  return `if ! ${programs}/bin/node ${programs}/purge.mjs --config ${config}/agent.json; then
  ${programs}/bin/node ${programs}/purge.mjs || echo '${name}: something could not be taken back, see above' >&2
fi`;
}

export function removeEverything({ config, data, runtime, user }: Service): string {
  return [`rm -rf ${config} ${data} ${runtime}`, removeUser({ user } as Service)]
    .filter((line) => line !== '')
    .join('\n');
}

/** Ends the script with a complaint where a newer release is installed, as its own record says. */
export function refuseDowngrade({ name, programs }: Service, version: string): string {
  return `installed=$(sed -n 's/^ *"version": *"\\([0-9.]*\\)".*/\\1/p' ${programs}/release.json 2>/dev/null || true)
newest=$(printf '%s\\n' "\${installed:-0}" ${version} | sort -V | tail -n 1)
if [ "$newest" != ${version} ] && [ "\${STILE_ALLOW_DOWNGRADE:-}" != yes ]; then
  ${complainOfDowngrade(name, '$installed', version)}
  exit 1
fi`;
}

export function complainOfDowngrade(name: string, installed: string, version: string): string {
  return `echo "${name} ${installed} is installed, which is newer than ${version}; STILE_ALLOW_DOWNGRADE=yes allows it" >&2`;
}

/** Pieces under each other, the empty ones left out. */
export function script(...pieces: readonly string[]): string {
  return `${pieces.filter((piece) => piece !== '').join('\n')}\n`;
}

export function indented(...pieces: readonly string[]): string {
  return pieces
    .filter((piece) => piece !== '')
    .join('\n')
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}
