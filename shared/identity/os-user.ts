// What the name of a user of a device's OS may be, where it stands in certificates and records.

import { z } from 'zod';

/** As the OS spells it: any well-formed text of 1 to 256 UTF-16 units without a NUL. */
export const osUserName = z.string().refine(isOsUser, 'not the name of an OS user');

/** No name is longer, in UTF-16 units. */
export const largestOsUser = 256;

export function isOsUser(text: string): boolean {
  return text.length > 0 && text.length <= largestOsUser && text.isWellFormed() && !text.includes('\0');
}
