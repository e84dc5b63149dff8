// Removes what the product has left on this machine besides its programs: for every user, and with them the daemon's own data.

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ToolOutcome } from '../native/exec.ts';
import type { Home, Removal } from '../native/removal/removal.ts';
import { userFiles } from '../shared/install/footprint.ts';
import { type InstallLayout, type InstallPlatform, installLayouts } from '../shared/install/layout.ts';
import type { Logger } from '../shared/log.ts';

export interface PurgeOptions {
  readonly platform: InstallPlatform;
  readonly removal: Removal;
  /** The program and its first arguments that remove what one user has: the command `stile`. */
  readonly ofUser: { readonly program: string; readonly args: readonly string[] };
  /** Enrolment, keys and settings, too. */
  readonly withData: boolean;
  readonly layout?: InstallLayout;
  readonly log: Logger;
}

/** What could not be removed, as a person reads it; nothing if all is gone. */
export async function purge(options: PurgeOptions): Promise<readonly string[]> {
  const { removal, platform, log } = options;
  const layout = options.layout ?? installLayouts[platform];
  const ended = await removal.endPrograms([layout.programs, layout.desktop]);
  if (ended > 0) log.info('programs of users were ended', { count: ended });
  const left: string[] = [];
  for (const home of await removal.homesWith(userFiles(platform))) left.push(...(await forget(home, options)));
  if (options.withData) left.push(...(await removeData(layout, platform)));
  return left;
}

/** As the user: with the rights of root a link that the user has laid would lead anywhere. */
async function forget(home: Home, { removal, ofUser, log }: PurgeOptions): Promise<readonly string[]> {
  const args = [...ofUser.args, 'session', '--forget', '--json'];
  const outcome = await removal.asUser(home, ofUser.program, args);
  const left = leftOf(outcome);
  log.info('a user was taken care of', { user: home.name, left: left.length });
  return left.map((thing) => `${home.name}: ${thing}`);
}

const told = z.object({ result: z.object({ left: z.array(z.string()) }) });

function leftOf(outcome: ToolOutcome): readonly string[] {
  if (outcome.kind !== 'exited') return [`nothing could be removed (${outcome.kind})`];
  try {
    return told.parse(JSON.parse(outcome.stdout)).result.left;
  } catch {
    return [`nothing could be removed (status ${outcome.code})`];
  }
}

async function removeData(layout: InstallLayout, platform: InstallPlatform): Promise<readonly string[]> {
  const { dirname } = platform === 'win32' ? path.win32 : path.posix;
  // The folder of the settings holds the managed ones and an invitation that waits, too.
  const places = [layout.data, dirname(layout.configFile)];
  const outcomes = await Promise.all(
    places.map((place) =>
      rm(place, { recursive: true, force: true }).then(
        () => [],
        (error: NodeJS.ErrnoException) => [`${place} (${error.code ?? error.message})`],
      ),
    ),
  );
  return outcomes.flat();
}
