// Reads the command line that the daemon and its clean-up share.

import type { InstallPlatform } from '../shared/install/layout.ts';
import { type ProgramOptions, programOptions } from '../shared/node/program-options.ts';
import { type Config, readConfig } from './config.ts';

export type CommandLine =
  | { readonly kind: 'run'; readonly config: Config; readonly configFile: string | undefined }
  | Extract<ProgramOptions<never>, { readonly kind: 'end' }>;

/** The settings, or what ends the program before it begins: help, or an option nobody knows. @throws AppError `config-*` */
export async function configFromCommandLine(
  args: readonly string[],
  about: { readonly program: string; readonly help: string; readonly platform: InstallPlatform },
): Promise<CommandLine> {
  const options = programOptions(args, { ...about, names: ['config', 'data', 'hosts', 'socket'] });
  if (options.kind === 'end') return options;
  const { config, data, hosts, socket } = options.values;
  const given = { dataDirectory: data, hostsFile: hosts, socket };
  const over = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { kind: 'run', config: await readConfig(config, over, about.platform), configFile: config };
}
