// Refuses to run an installed daemon of which somebody other than an administrator could change what it loads and trusts.

import path from 'node:path';
import process from 'node:process';
import type { InstallationGuard } from '../native/installation-guard/installation-guard.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { type InstallPlatform, installLayouts } from '../shared/install/layout.ts';
import type { CommandLine } from './command-line.ts';

export interface StartedAs {
  /** The script that runs: a bundle of a package, or a source. */
  readonly script: string;
  readonly node: string;
  /** The settings' file, if one was named. */
  readonly configFile: string | undefined;
  readonly dataDirectory: string;
  /** The folder or file of the managed configuration; null where that is none of the file system. */
  readonly policy: string | null;
}

/** @throws AppError `installation-not-safe`, which names the first such place and the command that mends it */
export async function assertInstallationIsSafe(started: StartedAs, guard: InstallationGuard): Promise<void> {
  // A checkout belongs to whoever works in it.
  if (started.script.endsWith('.ts')) return;
  const { node, configFile, dataDirectory, policy, script } = started;
  const trouble = await guard.trouble({
    files: [node, script, ...(configFile === undefined ? [] : [configFile])].map((file) => path.resolve(file)),
    folders: [path.dirname(script), ...(policy === null ? [] : [policy]), dataDirectory].map((folder) =>
      path.resolve(folder),
    ),
  });
  if (trouble !== null) throw new AppError('installation-not-safe', { ...trouble });
}

/** What this very process was started as. */
export function startedAs(asked: Extract<CommandLine, { readonly kind: 'run' }>, platform: InstallPlatform): StartedAs {
  const { policy } = installLayouts[platform];
  return {
    script: process.argv[1] ?? '',
    node: process.execPath,
    configFile: asked.configFile,
    dataDirectory: asked.config.dataDirectory,
    policy: path.isAbsolute(policy) ? policy : null,
  };
}
