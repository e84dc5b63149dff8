// Whether a file or a folder is the administrators' alone, by its security descriptor as Windows writes it (SDDL); pure.

/** SYSTEM and the administrators, as SDDL abbreviates them. */
const trusted: ReadonlySet<string> = new Set(['SY', 'BA', 'S-1-5-18', 'S-1-5-32-544']);

/** Rights that change a folder: whoever has one could put another file in the place. */
const changingMask =
  0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x200_0000 | 0x1000_0000 | 0x4000_0000;
const lookingOnly: ReadonlySet<string> = new Set(['FR', 'FX', 'GR', 'GX', 'RC', 'LC', 'RP', 'LO']);

/** Null if all is well. `file`: nobody else has any right on it; `folder`: nobody else changes it. */
export function whyUnsafe(sddl: string, what: 'file' | 'folder'): string | null {
  const owner = /^O:(S-[0-9-]+|[A-Z]{2})/.exec(sddl)?.[1];
  if (owner === undefined || !trusted.has(owner)) return `the ${what} does not belong to SYSTEM or the administrators`;
  const list = /D:([A-Z_]*)((?:\([^()]*\))*)/.exec(sddl);
  if (list === null || list[1]?.includes('NO_ACCESS_CONTROL')) return `the ${what} has no access list`;
  const entries = [...(list[2] ?? '').matchAll(/\(([^()]*)\)/g)].map(([, entry = '']) => entry.split(';'));
  const isOpen = entries.some((entry) => grantsOthers(entry, what));
  return isOpen ? `others than administrators have rights on the ${what}` : null;
}

/** Type; flags; rights; object; inherited object; whose. What it does not understand grants. */
function grantsOthers(
  [type, flags = '', rights = '', , , whose = '']: readonly string[],
  what: 'file' | 'folder',
): boolean {
  if (type === 'D' || trusted.has(whose)) return false;
  // It is for what will be made inside, not for the thing itself.
  if (flags.match(/../g)?.includes('IO')) return false;
  return what === 'file' || !onlyLooks(rights);
}

function onlyLooks(rights: string): boolean {
  if (/^0x[0-9a-f]+$/i.test(rights)) return (Number.parseInt(rights, 16) & changingMask) === 0;
  return rights.match(/../g)?.every((right) => lookingOnly.has(right)) === true;
}
