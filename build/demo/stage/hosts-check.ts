// Judges what became of the hosts file: our section gone, and every line of others still there.

import { addressRange, defaultRange } from '../../../native/hosts-file/range.ts';
import { takeApart } from '../../../native/hosts-file/section.ts';

/** `untouched`: every byte as before; `changed-by-others`: nothing of ours, and nothing of theirs is lost. */
export type HostsVerdict =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'changed-by-others' }
  | { readonly kind: 'ours-left' }
  | { readonly kind: 'lines-lost'; readonly lines: readonly string[] };

const range = addressRange(defaultRange);

/** Whether the text of a hosts file holds a section of ours, whole or damaged. */
export function hasOurSection(text: string): boolean {
  return takeApart(text, range).isPresent;
}

/** Compares the file as it was before the demo with what it is after it; null where there is none. */
export function judgeHosts(before: string | null, after: string | null): HostsVerdict {
  if (before === after) return { kind: 'untouched' };
  if (after !== null && hasOurSection(after)) return { kind: 'ours-left' };
  const left = linesOf(after);
  const lost = linesOf(before).filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return lost.length === 0 ? { kind: 'changed-by-others' } : { kind: 'lines-lost', lines: lost };
}

/** Nothing of ours stayed, and nothing that was there is gone. */
export function isRestored({ kind }: HostsVerdict): boolean {
  return kind === 'untouched' || kind === 'changed-by-others';
}

/** The lines that say something; where a line ends is no part of it. */
function linesOf(text: string | null): string[] {
  return (text ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
}
