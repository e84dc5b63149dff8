// Reads the user database's lines, the login manager's session files and the old session table.

import type { LocalUser } from './local-users.ts';

/** passwd(5): `name:password:uid:gid:gecos:directory:shell`. Lines of another form are passed over. */
export function readPasswd(text: string): readonly LocalUser[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid = '', gid = '', ...rest] = line.split(':');
    if (!name || rest.length < 2 || !isNumber(uid) || !isNumber(gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

export interface LocalGroup {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** group(5): `name:password:gid:member,member`. */
export function readGroups(text: string): readonly LocalGroup[] {
  return text.split('\n').flatMap((line) => {
    const [name, , gid = '', members, ...rest] = line.split(':');
    if (!name || members === undefined || rest.length > 0 || !isNumber(gid)) return [];
    return [{ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') }];
  });
}

/**
 * The uid of an interactive session from a file of /run/systemd/sessions; null for a greeter, a background job (cron has
 * no TYPE that a person could sit at) and a session that is closing.
 */
export function readSession(text: string): number | null {
  const fields = new Map(text.split('\n').map((line) => line.split(/=(.*)/s, 2) as [string, string | undefined]));
  const [uid = '', kind = '', type = '', state = ''] = ['UID', 'CLASS', 'TYPE', 'STATE'].map((field) =>
    fields.get(field),
  );
  const isPerson = kind.startsWith('user') && ['tty', 'x11', 'wayland', 'mir'].includes(type);
  return isPerson && state !== 'closing' && isNumber(uid) ? Number(uid) : null;
}

const utmpRecord = 384;
const userProcess = 7;

/** Names of logged-in users from utmp(5), in the layout of 64-bit Linux. */
export function readUtmp(bytes: Buffer): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at + utmpRecord <= bytes.length; at += utmpRecord) {
    if (bytes.readInt16LE(at) !== userProcess) continue;
    const name = bytes.toString('latin1', at + 44, at + 76);
    names.push(name.slice(0, name.includes('\0') ? name.indexOf('\0') : name.length));
  }
  return names;
}

function isNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text);
}
