// Tells a story as it happens: for people, or as one JSON object per step.

import { toWireError } from '../../shared/errors/app-error.ts';
import type { MissingTools } from './stage/tools.ts';
import type { Summary } from './summary.ts';

/** What a step has to say: `facts` go into the JSON object, `lines` are for people. */
export interface Said<T> {
  readonly value: T;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly lines?: readonly Line[];
}

/** A labelled value, a command with what it printed, or a plain remark. */
export type Line =
  | { readonly kind: 'value'; readonly label: string; readonly text: string }
  | { readonly kind: 'command'; readonly command: string; readonly output: string }
  | { readonly kind: 'remark'; readonly text: string };

export const value = (label: string, text: string | number): Line => ({ kind: 'value', label, text: String(text) });
export const command = (line: string, output = ''): Line => ({ kind: 'command', command: line, output });
export const remark = (text: string): Line => ({ kind: 'remark', text });

export interface Teller {
  /** A heading over the steps that follow; nothing in JSON. */
  chapter(title: string): void;
  /** Runs a step and tells how it went. An error is told and thrown on. */
  step<T>(name: string, title: string, run: () => Promise<Said<T>>): Promise<T>;
  /** Tells of a step that cannot be shown here, what it takes, and how to get that. */
  leaveOut(name: string, title: string, why: MissingTools): void;
  /** Something to know that is no step; in JSON nothing, since standard output holds steps only. */
  note(text: string): void;
  summary(summary: Summary): void;
}

export interface TellerWorld {
  readonly write: (text: string) => void;
  /** Milliseconds that only rise. */
  readonly now: () => number;
}

/** One JSON object per step on a line of its own; the summary is the last line. */
export function jsonTeller({ write, now }: TellerWorld): Teller {
  return {
    chapter: () => undefined,
    note: () => undefined,
    async step(name, _title, run) {
      const startedAt = now();
      const took = () => Math.round(now() - startedAt);
      try {
        const said = await run();
        write(`${JSON.stringify({ step: name, ok: true, ms: took(), ...said.facts })}\n`);
        return said.value;
      } catch (error) {
        write(`${JSON.stringify({ step: name, ok: false, ms: took(), ...toWireError(error) })}\n`);
        throw error;
      }
    },
    leaveOut: (name, title, { missing, howToGet }) =>
      write(`${JSON.stringify({ step: name, ok: false, ms: 0, notShown: title, missing, howToGet })}\n`),
    summary: ({ ok, found, cleanup: { left, ...counted } }) => {
      const cleanup = left.length === 0 ? counted : { ...counted, left };
      write(`${JSON.stringify({ summary: { ok, ...found.facts, cleanup } })}\n`);
    },
  };
}

const labelWidth = 15;

/** Calm, aligned lines; with colour only where the caller says so. */
export function humanTeller({ write, now }: TellerWorld, colour: boolean): Teller {
  const paint = (code: string, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const say = (text: string) => write(`${text}\n`);

  function sayLine(line: Line): void {
    if (line.kind === 'remark') {
      say(`    ${line.text}`);
      return;
    }
    if (line.kind === 'value') {
      const [first = '', ...more] = line.text.split('\n');
      say(`    ${paint('2', line.label.padEnd(labelWidth))} ${first}`);
      for (const next of more) say(`    ${''.padEnd(labelWidth)} ${next}`);
      return;
    }
    say(`    ${paint('36', `$ ${line.command}`)}`);
    if (line.output === '') return;
    for (const next of line.output.trimEnd().split('\n')) say(`      ${next}`);
  }

  return {
    chapter: (title) => say(`\n${paint('1', title)}`),
    note: (text) => {
      for (const line of text.split('\n')) say(`  ${line}`);
    },
    async step(_name, title, run) {
      const startedAt = now();
      try {
        const said = await run();
        const took = paint('2', duration(now() - startedAt));
        say(`  ${paint('32', '✓')} ${title}  ${took}`);
        for (const line of said.lines ?? []) sayLine(line);
        return said.value;
      } catch (error) {
        const { code, message, next } = toWireError(error);
        say(`  ${paint('31', '✗')} ${title}  ${paint('2', duration(now() - startedAt))}`);
        sayLine(value('why', message));
        if (code !== 'unexpected') sayLine(value('what to do', next));
        throw error;
      }
    },
    leaveOut(_name, title, { missing, howToGet }) {
      say(`  ${paint('33', '-')} ${title}  ${paint('33', 'not shown')}`);
      sayLine(value('missing', missing.join(', ')));
      sayLine(value('how to get it', howToGet));
    },
    summary: (summary) => {
      for (const line of inWords(summary)) say(line);
      say('');
      say(summary.ok ? paint('32', 'All is well.') : paint('31', 'Not all is well.'));
    },
  };
}

/** `84 ms`, `1.2 s` */
export function duration(ms: number): string {
  return ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function inWords({ found, cleanup }: Summary): readonly string[] {
  const rows = [
    ...found.rows,
    ['hosts file', cleanup.hostsRestored ? 'as it was' : 'NOT as it was'],
    ['processes', cleanup.processesLeft === 0 ? 'none left' : `${cleanup.processesLeft} LEFT`],
    ...cleanup.left.map((thing) => ['STILL THERE', thing]),
  ];
  return ['', ...rows.map(([label = '', text]) => `  ${label.padEnd(labelWidth)} ${text}`)];
}
