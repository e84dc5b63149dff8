// Takes an invitation that was given to debconf beforehand: for who installs many machines, never asked of a person; pure.

import type { Service } from '../service.ts';

const question = 'stile-agent/invitation';

/** Of the kind `password`: debconf keeps it where only root can read, and shows it to nobody. */
export const templates = `Template: ${question}
Type: password
Description: Invitation to an organisation:
 Give it beforehand to enroll this device without a person, as it is in the file
 that the organisation's administrator made. It is written to the file
 /etc/stile/invitation, which only root can read and which is used once, and
 debconf forgets it. Without one, somebody enrolls the device later.
`;

/** `low`: nobody is asked who did not want to be asked everything. */
export const askForInvitation = `. /usr/share/debconf/confmodule
db_input low ${question} || true
db_go || true`;

/**
 * It never stands on a command line. Only a first installation takes one: later the device is enrolled, or its person decides.
 * `$2`: the release that was configured before, if any.
 */
export function layInvitation({ config }: Pick<Service, 'config'>): string {
  const file = `${config}/invitation`;
  return `db_get ${question} || RET=
if [ -n "$RET" ]; then
  if [ -z "$2" ] && [ ! -e ${file} ]; then
    rm -f ${file}.new
    (umask 077 && printf '%s\\n' "$RET" >${file}.new)
    mv -T ${file}.new ${file}
  fi
  db_reset ${question} || true
  db_fset ${question} seen false || true
fi
RET=`;
}
