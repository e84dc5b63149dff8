// Takes the command line apart as Electron does: switches first, the app's folder, then what is the app's own.

import process from 'node:process';

export interface CommandLine {
  /** Name → value; empty where it has none. */
  readonly switches: Map<string, string>;
  /** Folder or file of the app. */
  readonly app: string;
}

/** @throws Error if no app is named */
export function readCommandLine(args: readonly string[]): CommandLine {
  const at = args.findIndex((argument) => !argument.startsWith('-'));
  const app = args[at];
  if (app === undefined) throw new Error('usage: electron [switches] <folder of the app> [arguments]');
  return { switches: switchesOf(args), app };
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
