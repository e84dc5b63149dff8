// Takes the command line apart as Electron does: switches first, the app's folder, then what is the app's own.

import process from 'node:process';

export interface CommandLine {
  /** Name → value; empty where it has none. */
  readonly switches: Map<string, string>;
  /** Folder or file of the app. */
  readonly app: string;
  /** Scripts to run before it. */
  readonly before: readonly string[];
}

/** @throws Error if no app is named */
export function readCommandLine(args: readonly string[]): CommandLine {
  const before: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (argument === '-r') {
      at += 1;
      before.push(args[at] ?? '');
    } else if (!argument.startsWith('-')) return { switches: switchesOf(args), app: argument, before };
  }
  throw new Error('usage: electron [switches] [-r <script>] <folder of the app> [arguments]');
}

/** The whole command line, as Chromium reads it: switches may stand after the app too. */
export function switchesOf(args: readonly string[]): Map<string, string> {
  return new Map(
    args
      .filter((argument) => argument.startsWith('--'))
      .map((argument) => {
        const [name = '', ...value] = argument.slice(2).split('=');
        return [name, value.join('=')];
      }),
  );
}

const switches = switchesOf(process.argv.slice(2));

export const commandLine: Pick<
  Electron.CommandLine,
  'appendSwitch' | 'appendArgument' | 'getSwitchValue' | 'hasSwitch' | 'removeSwitch'
> = {
  appendSwitch: (name, value = '') => void switches.set(name, value),
  appendArgument: () => undefined,
  getSwitchValue: (name) => switches.get(name) ?? '',
  hasSwitch: (name) => switches.has(name),
  removeSwitch: (name) => void switches.delete(name),
};
