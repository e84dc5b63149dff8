// Reads the demo's command line.

import { parseArgs } from 'node:util';

/** What the caller wants; `help` and `wrong` carry the text to print. */
export type Wanted =
  | { readonly kind: 'run'; readonly story: string; readonly once: boolean; readonly json: boolean }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly text: string };

/** @param stories name → the sentence that says what is told */
export function readArguments(args: readonly string[], stories: ReadonlyMap<string, string>): Wanted {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        story: { type: 'string', default: 'path' },
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help', text: usage(stories) };
    if (!stories.has(values.story))
      return { kind: 'wrong', text: `there is no story called ${values.story}\n\n${usage(stories)}` };
    return { kind: 'run', story: values.story, once: values.once, json: values.json };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'wrong', text: `${why}\n\n${usage(stories)}` };
  }
}

function usage(stories: ReadonlyMap<string, string>): string {
  const told = [...stories].map(([name, sentence]) => `  ${name.padEnd(8)} ${sentence}`);
  return [
    'Runs Stile on this machine, with everything it needs, and tells what happens.',
    '',
    'Usage: npm run demo -- [--story NAME] [--once] [--json]',
    '',
    '  --story NAME  which story (path unless given)',
    '  --once        end after the story; in a terminal it stays up otherwise',
    '  --json        one JSON object per step, the summary as last line (npm run -s demo -- --once --json)',
    '',
    'Stories:',
    ...told,
    '',
    'Ctrl-C ends it at any time. Everything it changed on this machine is undone, after a crash as well.',
    '',
  ].join('\n');
}
