// What the file of `stile diagnostics` holds, and what is said about it; pure.

import type { Diagnostics } from '../../shared/agent/diagnostics.ts';
import { printable } from './table.ts';

/** For people and programs: what is JSON as such, the log by lines. */
export function bundleOf({ at, files, leftOut }: Diagnostics): Readonly<Record<string, unknown>> {
  const texts = files.map(({ name, text }) => [name, name.endsWith('.json') ? JSON.parse(text) : linesOf(text)]);
  const redactions = files.map(({ name, redactions }) => [name, redactions]);
  return { at, ...Object.fromEntries(texts), redactions: Object.fromEntries(redactions), leftOut };
}

export function diagnosticsView(file: string, { files, leftOut }: Diagnostics): readonly string[] {
  const counts = new Map<string, number>();
  for (const { what, count } of files.flatMap(({ redactions }) => redactions))
    counts.set(what, (counts.get(what) ?? 0) + count);
  const taken = [...counts].map(([what, count]) => `${printable(what)} (${count})`);
  return [
    `Written to ${file}: ${files.map(({ name }) => printable(name)).join(', ')}.`,
    taken.length === 0 ? 'Nothing had to be taken out.' : `Taken out: ${taken.join(', ')}.`,
    ...leftOut.map(({ name, why }) => `Left out: ${printable(name)}. ${printable(why)}`),
    'Look through it before you send it on.',
  ];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
