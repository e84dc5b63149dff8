// What is sent to support: each file as it is previewed, with what was taken out marked, and all of them as one text; pure.

import type { Diagnostics, DiagnosticsFile } from '../../shared/agent/diagnostics.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Words } from '../../shared/words/words.ts';

export interface Redaction {
  readonly what: string;
  readonly count: number;
}

/** A piece of a line: as it is, or what stands for something that was taken out. */
export interface Piece {
  readonly text: string;
  readonly isMark: boolean;
}

export interface FilePreview {
  readonly name: string;
  readonly lineCount: number;
  readonly redactions: readonly Redaction[];
  /** All places together. */
  readonly takenOut: number;
  /** The beginning of the file. */
  readonly lines: readonly (readonly Piece[])[];
}

const mostLines = 400;
const mostOfLine = 500;

export function filePreview(
  { name, text, redactions }: DiagnosticsFile,
  { diagnostics }: Pick<Words, 'diagnostics'>,
): FilePreview {
  const lines = text.replace(/\n$/, '').split('\n');
  const marks = marksOf(redactions.map(({ what }) => what));
  return {
    name: shownText(name, 100),
    lineCount: text === '' ? 0 : lines.length,
    redactions: redactions.map(({ what, count }) => ({ what: kindText(what, diagnostics.bundle.kinds), count })),
    takenOut: redactions.reduce((sum, { count }) => sum + count, 0),
    lines: text === '' ? [] : lines.slice(0, mostLines).map((line) => piecesOf(line, marks)),
  };
}

/** A kind that has no words of ours is told by its own name. */
function kindText(what: string, kinds: Words['diagnostics']['bundle']['kinds']): string {
  return Object.entries(kinds).find(([kind]) => kind === what)?.[1] ?? shownText(what, 64);
}

/** What was taken out stands as `[what]`; null where nothing was. */
function marksOf(kinds: readonly string[]): RegExp | null {
  if (kinds.length === 0) return null;
  return new RegExp(`(\\[(?:${kinds.map((kind) => kind.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})\\])`);
}

function piecesOf(line: string, marks: RegExp | null): readonly Piece[] {
  const indent = /^ */.exec(line)?.[0].slice(0, 40) ?? '';
  const shown = `${indent}${shownText(line, mostOfLine)}`;
  if (marks === null) return shown === '' ? [] : [{ text: shown, isMark: false }];
  return shown
    .split(marks)
    .map((text, at) => ({ text, isMark: at % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

export interface SavedBundle {
  readonly suggestedName: string;
  readonly text: string;
}

/** Plain text, so that whoever sends it can read it first; the texts are those of the agent, byte by byte. */
export function savedBundle({ at, files, leftOut }: Diagnostics): SavedBundle {
  const stamp = at.slice(0, 19).replaceAll(/[^0-9T-]/g, '-');
  const parts = files.map(({ name, text, redactions }) => {
    const taken = redactions.map(({ what, count }) => `${what} (${count})`).join(', ');
    return `===== ${name} =====\nTaken out: ${taken === '' ? 'nothing' : taken}\n\n${text.replace(/\n?$/, '\n')}`;
  });
  const missing = leftOut.map(({ name, why }) => `Left out: ${name}: ${why}\n`).join('');
  return {
    suggestedName: `stile-diagnostics-${stamp}.txt`,
    text: [`Stile diagnostics of ${at}\n${missing}`, ...parts].join('\n'),
  };
}
