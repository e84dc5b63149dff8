// Decides what the file should hold when others wrote to it while it was being replaced, or when replacing it was cut off.

import type { AddressRange } from './range.ts';
import { withoutSection } from './section.ts';

/** What others made of the old file (`base` → `late`) while it was being replaced, and what the new one must still get. */
export interface Owed {
  readonly base: Buffer;
  readonly late: Buffer;
}

/**
 * The new file with what others wrote into the old one. Where nobody touched the new one it is simply what they made of
 * the old one; else the lines that they added are appended. Doing it twice changes nothing more.
 */
export function withLateChanges(current: string, { base, late }: Owed, range: AddressRange): string {
  const lateText = late.toString('latin1');
  const ours = withoutSection(base.toString('latin1'), range);
  const theirs = withoutSection(lateText, range);
  const now = withoutSection(current, range);
  if (theirs === ours) return current;
  if (now === ours) return lateText;
  const known = new Set([...linesOf(ours), ...linesOf(now)].map(withoutEnd));
  const added = linesOf(theirs).filter((line) => withoutEnd(line) !== '' && !known.has(withoutEnd(line)));
  if (added.length === 0) return current;
  return `${now}${now === '' || now.endsWith('\n') ? '' : '\n'}${added.join('')}`;
}

/** The old file, if an exchange has left it where the new bytes were prepared; null if the exchange did not happen. */
export function displacedIn(temporary: Buffer | null, after: Buffer): Buffer | null {
  if (temporary === null || temporary.equals(after.subarray(0, temporary.length))) return null;
  return temporary;
}

/** True if `current` is what an overwriting of `before` by `after` leaves when it is cut off. */
export function isCutOff(current: Buffer, before: Buffer, after: Buffer): boolean {
  if (current.equals(before) || current.equals(after)) return false;
  const written = commonLength(current, after);
  const rest = current.subarray(written);
  // Also where `after` is shorter and its surplus was not yet cut away.
  return rest.equals(before.subarray(Math.min(written, before.length))) && written > commonLength(before, after);
}

/** How many first bytes are the same. */
export function commonLength(one: Buffer, other: Buffer): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function withoutEnd(line: string): string {
  return line.replace(/\r?\n$/, '');
}
