// Whether a file and the folders above it are an administrator's alone, by what POSIX says of them; pure.

export interface PosixStanding {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly uid: number;
  readonly mode: number;
  readonly links: number;
  readonly size: number;
}

const writableByOthers = 0o022;
const openToOthers = 0o077;
const sticky = 0o1000;

/** Null if all is well. `owners`: root, and who runs this program. */
export function whyUnsafeFile(found: PosixStanding, owners: readonly number[], mostBytes: number): string | null {
  if (found.kind !== 'file') return 'it is not a regular file';
  if (!owners.includes(found.uid)) return 'it does not belong to root';
  if ((found.mode & openToOthers) !== 0) return 'others than its owner have rights on it';
  // A second name may lie where others can read it, and would stay when this one is removed.
  if (found.links !== 1) return 'it has more than one name';
  return found.size > mostBytes ? `it is larger than ${mostBytes} bytes` : null;
}

/**
 * Null if nobody else could put another file in the place. `isParent`: the very folder of the file; those above it may be
 * sticky ones such as /tmp, in which nobody renames what is another's.
 */
export function whyUnsafeFolder(found: PosixStanding, owners: readonly number[], isParent: boolean): string | null {
  if (found.kind !== 'folder') return 'a folder above it is none, or a link';
  if (!owners.includes(found.uid)) return 'a folder above it does not belong to root';
  const isHeld = !isParent && (found.mode & sticky) !== 0;
  return (found.mode & writableByOthers) !== 0 && !isHeld ? 'others may write to a folder above it' : null;
}
