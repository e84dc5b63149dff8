// Judges by a Windows security descriptor, in the text form of SDDL, whether somebody else could change a place; pure.

import type { Looked } from './judge.ts';

/** SYSTEM, Administrators, and Windows's own installer, by alias and by identifier. */
const trusted = new Set([
  'SY',
  'S-1-5-18',
  'BA',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/** Rights by their two letters; those of files, and the general ones. */
const rights: Readonly<Record<string, number>> = {
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
  SD: 0x1_0000,
  RC: 0x2_0000,
  WD: 0x4_0000,
  WO: 0x8_0000,
  GA: 0x1000_0000,
  GX: 0x2000_0000,
  GW: 0x4000_0000,
  GR: 0x8000_0000,
  FA: 0x1f_01ff,
  FR: 0x12_0089,
  FW: 0x12_0116,
  FX: 0x12_00a0,
};

/** Deleting, deleting what is inside, changing rights or owner: with one of these a whole folder can be exchanged. */
const exchanging = 0x1_0000 | 0x40 | 0x4_0000 | 0x8_0000 | 0x1000_0000 | 0x4000_0000;
/** Those, and writing or adding. */
const changing = exchanging | 0x2 | 0x4 | 0x10;

/** Why others could change it, as words after “it”; null if nobody else can. */
export function sddlTrouble(sddl: string, role: Looked['role']): string | null {
  const owner = /O:(S-[\d-]+|[A-Z]{2})/.exec(sddl)?.[1] ?? 'nobody';
  if (!trusted.has(owner)) return `belongs to ${owner}`;
  const list = /D:(?!NO_ACCESS_CONTROL)[A-Z]*((?:\([^)]*\))*)/.exec(sddl)?.[1];
  // Without a list everybody may do everything.
  if (list === undefined) return 'is writable by everybody';
  for (const [, entry = ''] of list.matchAll(/\(([^)]*)\)/g)) {
    const [type = '', flags = '', granted = '', , , who = ''] = entry.split(';');
    // Denials take rights away; what is only handed down says nothing of this place.
    if (!type.endsWith('A') || flags.includes('IO') || trusted.has(who)) continue;
    const found = maskOf(granted);
    if (found === null || (found & (role === 'way' ? exchanging : changing)) !== 0) return `is writable by ${who}`;
  }
  return null;
}

/** Null for rights that are written in a way nobody here knows: they may be any. */
function maskOf(granted: string): number | null {
  if (/^0x[\da-f]+$/i.test(granted)) return Number(granted);
  const pairs = granted.match(/../g) ?? [];
  if (pairs.join('') !== granted) return null;
  let mask = 0;
  for (const pair of pairs) {
    const right = rights[pair];
    if (right === undefined) return null;
    mask |= right;
  }
  return mask;
}
