// Reads the command line that the daemon and its clean-up share.

import { parseArgs } from 'node:util';
import { type Config, readConfig } from './config.ts';

/** The settings, or null when only help was asked for. @throws AppError `config-*`; TypeError for an unknown option */
export async function configFromCommandLine(args: readonly string[]): Promise<Config | null> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      data: { type: 'string' },
      hosts: { type: 'string' },
      socket: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  const given = { dataDirectory: values.data, hostsFile: values.hosts, socket: values.socket };
  return await readConfig(
    values.config,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}
