// Judges by owners and modes whether somebody else could change what is trusted; pure.

import type { InstallationTrouble } from './installation-guard.ts';

/** What lstat says of one place. */
export interface Looked {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly uid: number;
  readonly gid: number;
  /** The lower twelve bits. */
  readonly mode: number;
  /** `way`: a folder that leads to what is trusted; `trusted`: that itself, or something inside. */
  readonly role: 'way' | 'trusted';
}

/** `trusted`: root, and for an agent without administrator rights the user that runs it. */
export function troubleIn(looked: readonly Looked[], trusted: readonly number[]): InstallationTrouble | null {
  for (const each of looked) {
    const trouble = troubleOf(each, trusted);
    if (trouble !== null) return { path: each.path, ...trouble };
  }
  return null;
}

function troubleOf(each: Looked, trusted: readonly number[]): Omit<InstallationTrouble, 'path'> | null {
  const { path, kind, uid, role } = each;
  const place = quoted(path);
  if (!trusted.includes(uid))
    return { why: `belongs to the user ${uid}`, mend: `chown -h ${trusted[0] ?? 0} ${place}` };
  // Of a link only its owner and its folder count: its mode says nothing.
  if (kind === 'link') return null;
  if (kind === 'other') return { why: 'is neither a file nor a folder', mend: `rm ${place}` };
  const writers = writersOf(each);
  if (writers === null) return null;
  // In a folder like /tmp others may make things and not touch ours; what is in there, and counts, is looked at itself.
  if (role === 'way' && isSticky(each)) return null;
  return { why: `is writable by ${writers}`, mend: `chmod go-w ${place}` };
}

function writersOf({ mode, gid }: Looked): string | null {
  if ((mode & 0o002) !== 0) return 'everybody';
  // The group 0 holds nobody but root.
  return (mode & 0o020) !== 0 && gid !== 0 ? `the group ${gid}` : null;
}

function isSticky({ kind, mode }: Looked): boolean {
  return kind === 'directory' && (mode & 0o1000) !== 0;
}

/** For a POSIX shell, where it needs that. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
