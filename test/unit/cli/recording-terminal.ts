// A terminal that remembers what was printed.

import type { Terminal } from '../../../cli/terminal.ts';

/** A terminal without a person, or with one who gives these answers in turn. */
export function recordingTerminal(
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly answers?: readonly string[];
    readonly input?: string;
    /** There is a browser, and this is what it does with a page. */
    readonly browser?: (page: string) => unknown;
  } = {},
): Terminal & { readonly printed: string[]; readonly complained: string[] } {
  const printed: string[] = [];
  const complained: string[] = [];
  const answers = [...(options.answers ?? [])];
  return {
    printed,
    complained,
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
    ask: async () => answers.shift() ?? null,
    readInput: async () => options.input ?? '',
    readFile: async () => options.input ?? '',
    async browse(page) {
      options.browser?.(page);
      return options.browser !== undefined;
    },
    isInteractive: false,
    environment: options.environment ?? {},
  };
}
