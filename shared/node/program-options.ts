// Reads the options of a program that takes no commands; what it cannot read becomes one line and exit status 2.

import process from 'node:process';
import { parseArgs } from 'node:util';

/** Run with these values, or print a text and end with that status. */
export type ProgramOptions<N extends string> =
  | { readonly kind: 'run'; readonly values: { readonly [K in N]?: string } }
  | { readonly kind: 'end'; readonly status: 0 | 2; readonly text: string };

/** `names` are the options that take a value; `--help` and `-h` are known to every program. */
export function programOptions<const N extends string>(
  args: readonly string[],
  about: { readonly program: string; readonly help: string; readonly names: readonly N[] },
): ProgramOptions<N> {
  const options = Object.fromEntries(about.names.map((name) => [name, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean' as const, short: 'h' } },
    });
    if (values.help === true) return { kind: 'end', status: 0, text: about.help };
    const entries: readonly (readonly [string, unknown])[] = Object.entries(values);
    const given: { [K in N]?: string } = {};
    for (const name of about.names) {
      const value = entries.find(([key]) => key === name)?.[1];
      if (typeof value === 'string') given[name] = value;
    }
    return { kind: 'run', values: given };
  } catch (error) {
    return { kind: 'end', status: 2, text: `${about.program}: ${whyOf(error)} (see ${about.program} --help)` };
  }
}

/** Prints what ends the program: help where output goes, trouble where errors go. Gives the exit status. */
export function endWith(end: Extract<ProgramOptions<never>, { kind: 'end' }>): number {
  const stream = end.status === 0 ? process.stdout : process.stderr;
  stream.write(`${end.text}\n`);
  return end.status;
}

/** The first sentence of Node's own explanation, without its advice on positional arguments. */
function whyOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = message] = message.split('\n');
  const sentence = line.split('. ')[0] ?? line;
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
