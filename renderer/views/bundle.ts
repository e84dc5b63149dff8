// What is sent to support: each file as it is previewed, with what was taken out marked, and all of them as one text; pure.

import type { Diagnostics, DiagnosticsFile } from '../../shared/agent/diagnostics.ts';
import { shownText } from '../../shared/shell/shown-text.ts';

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

export function filePreview({ name, text, redactions }: DiagnosticsFile): FilePreview {
  const lines = text.replace(/\n$/, '').split('\n');
  return {
    name: shownText(name, 100),
    lineCount: text === '' ? 0 : lines.length,
    redactions: redactions.map(({ what, count }) => ({ what: shownText(what, 64), count })),
    takenOut: redactions.reduce((sum, { count }) => sum + count, 0),
    lines: text === '' ? [] : lines.slice(0, mostLines).map(piecesOf),
  };
}

/** What was taken out stands as `[what]`, or `[what 3]` where several of a kind are told apart. */
const mark = /(\[[a-z][a-z -]{0,62}(?: \d{1,6})?\])/;

function piecesOf(line: string): readonly Piece[] {
  const indent = /^ */.exec(line)?.[0].slice(0, 40) ?? '';
  return `${indent}${shownText(line, mostOfLine)}`
    .split(mark)
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
