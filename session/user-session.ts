// The session of the user that this process runs as: its stores, its files, and nobody else's.

import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { platformFor } from '../native/platform.ts';
import { secretFiles } from '../native/secret-store/file.ts';
import { sealedFile } from '../native/secret-store/sealed-file.ts';
import type { AgentContract } from '../shared/agent/agent-contract.ts';
import type { StoreReport } from '../shared/agent/user-certificate.ts';
import { AppError } from '../shared/errors/app-error.ts';
import type { Logger } from '../shared/log.ts';
import { claimDirectory } from '../shared/node/claim-directory.ts';
import type { LocalClient } from '../shared/node/local-socket/client.ts';
import { systemClock } from '../shared/node/system-clock.ts';
import { type Forgotten, forgetUser } from './forget.ts';
import { purpose } from './kept.ts';
import type { Look, Stores } from './look.ts';
import { removeOwnFiles } from './own-files.ts';
import { runOnce, runSession, type SessionOptions } from './run.ts';

export interface UserSessionOptions {
  /** Which system this is, as Node calls it. */
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly connect: (signal: AbortSignal) => Promise<LocalClient<AgentContract>>;
  readonly log: Logger;
  readonly onReport: (report: StoreReport) => void;
}

/** Whose session it is, and where its files lie. */
type Place = Pick<UserSessionOptions, 'platform' | 'environment'>;

/**
 * Does what can be done now and ends. Two at once would undo each other's work.
 * @throws AppError `directory-busy`, `store-refused` (a home of another user), those of asking the daemon
 */
export async function userSessionOnce(options: UserSessionOptions, signal: AbortSignal): Promise<StoreReport> {
  using _ = await claim(options);
  return await runOnce(sessionOptions(options), signal);
}

/** Runs until the signal fires. @throws AppError `directory-busy`, `store-refused` */
export async function userSession(options: UserSessionOptions, signal: AbortSignal): Promise<void> {
  using _ = await claim(options);
  await runSession(sessionOptions(options), signal);
}

/**
 * Removes everything that is kept for this user, for a device that the product leaves; the daemon is not asked.
 * @throws AppError `directory-busy`, `store-refused`
 */
export async function forgetThisUser(options: Place): Promise<Forgotten> {
  const platform = platformFor(options.platform);
  const stores = storesOf(options);
  await checkHome(options);
  // Nobody is to write it anew while it is removed; the claim's own file goes with the directory.
  using claimed = (await isThere(directoryOf(options))) ? await claimDirectory(directoryOf(options)) : null;
  return await forgetUser({
    ...stores,
    removeFiles: async () => {
      claimed?.[Symbol.dispose]();
      return await removeOwnFiles(platform.name, homeOf(options));
    },
  });
}

async function isThere(directory: string): Promise<boolean> {
  return await stat(directory).then(
    () => true,
    () => false,
  );
}

/** With the rights of root and the home of another, what is made there could no longer be used by its owner. */
async function checkHome(options: Place): Promise<void> {
  const home = homeOf(options);
  const { uid } = await stat(home);
  const self = process.geteuid?.();
  if (self !== undefined && self !== uid)
    throw new AppError('store-refused', { why: `${home} belongs to another user` });
}

async function claim(options: UserSessionOptions): Promise<Disposable> {
  await checkHome(options);
  return await claimDirectory(directoryOf(options));
}

function homeOf({ environment }: Place): string {
  return environment.HOME ?? os.userInfo().homedir;
}

function sessionOptions(options: UserSessionOptions): SessionOptions {
  const { connect, log, onReport } = options;
  const { username } = os.userInfo();
  return {
    connect,
    log,
    onReport,
    // The kernel's word, not the environment's: the daemon asks the kernel, too.
    osUser: username,
    clock: systemClock,
    random: Math.random,
    watched: (seen) => watchedOf(seen),
    stores: storesOf(options),
  };
}

function storesOf(options: Place): Stores {
  const platform = platformFor(options.platform);
  const directory = directoryOf(options);
  const secrets = platform.secretStore();
  const dataHome = options.environment.XDG_DATA_HOME;
  return {
    certificates: platform.certStore({
      home: homeOf(options),
      ...(dataHome === undefined || dataHome === '' ? {} : { dataHome }),
    }),
    secrets,
    file: sealedFile({
      path: path.join(directory, 'user-certificate.sealed'),
      purpose,
      stores: [secrets, secretFiles(path.join(directory, 'secrets'))],
    }),
  };
}

/** Where data of a user's programs belongs on this system. */
function directoryOf(options: Place): string {
  const { platform, environment } = options;
  const home = homeOf(options);
  if (platform === 'win32') return path.join(environment.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'Stile');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Stile');
  return path.join(environment.XDG_DATA_HOME || path.join(home, '.local', 'share'), 'stile');
}

/** Databases of browsers are directories: beside them others come and go. */
function watchedOf({ store }: Look): readonly string[] {
  const places = store.browsers.map(({ name }) => name.slice(name.indexOf(': ') + 2));
  return [...new Set(places.filter((place) => path.isAbsolute(place)).map((place) => path.dirname(place)))];
}
