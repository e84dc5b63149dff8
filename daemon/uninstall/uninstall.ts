// Begins the removal of the agent: for administrators of this machine always, for its users with a code of the EMS.

import path from 'node:path';
import type { PackageManager, PackageManagerOptions } from '../../native/package-manager/package-manager.ts';
import type { Platform } from '../../native/platform.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { installLayouts } from '../../shared/install/layout.ts';
import { isUninstallCode } from '../../shared/node/uninstall-code.ts';
import type { World } from '../world.ts';
import { afterFailure, noTries, type Tries, waitMs } from './tries.ts';

export interface Uninstall extends Disposable {
  /** @throws AppError `uninstall-code-missing`, `uninstall-code-refused`, `uninstall-code-closed`, `uninstall-failed` */
  begin(by: { readonly name: string; readonly isAdministrator: boolean }, code: string): Promise<void>;
}

export interface UninstallOptions {
  readonly packages: Pick<PackageManager, 'remove'>;
  readonly profile: () => Pick<Profile, 'uninstallCode'> | null;
  /** The EMS is to hear it while there is still somebody to tell it; waits a moment for that. */
  readonly tell: (by: string) => Promise<void>;
}

/** Whoever administers the machine could remove the package as well. */
export function uninstallOf(world: Pick<World, 'store' | 'clock' | 'log'>, options: UninstallOptions): Uninstall {
  const { clock, log } = world;
  let tries: Tries = noTries;
  /** The profile that was seen last, and since when: what it says of durations counts from then. */
  let seen: { readonly profile: object | null; readonly at: number } = { profile: null, at: 0 };
  let turn: Promise<unknown> = Promise.resolve();

  function look(): void {
    const profile = options.profile();
    if (profile !== seen.profile) seen = { profile, at: clock.monotonic() };
  }

  async function check(code: string): Promise<void> {
    if (code.trim() === '') throw new AppError('uninstall-code-missing');
    const wait = waitMs(tries, clock.monotonic());
    if (wait > 0) throw new AppError('uninstall-code-closed', { minutes: Math.ceil(wait / 60_000) });
    look();
    const known = options.profile()?.uninstallCode ?? null;
    const isInForce = known !== null && clock.monotonic() - seen.at < known.validForMs;
    if (isInForce && (await isUninstallCode(code, known))) {
      tries = noTries;
      return;
    }
    tries = afterFailure(tries, clock.monotonic());
    log.warn('a code to uninstall was refused', { isInForce });
    throw new AppError('uninstall-code-refused');
  }

  async function begin(by: { readonly name: string; readonly isAdministrator: boolean }, code: string): Promise<void> {
    if (!by.isAdministrator) await check(code);
    await options.tell(by.name);
    const begun = await options.packages.remove();
    if (begun.kind === 'failed') throw new AppError('uninstall-failed', { why: begun.why });
    log.info('the removal of the agent has begun', {
      by: by.isAdministrator ? 'an administrator' : 'a user with a code',
    });
  }

  const end = world.store.subscribe(look);
  return {
    // One at a time: several at once would be more tries than are counted.
    begin(by, code) {
      const next = turn.then(() => begin(by, code));
      turn = next.catch(() => undefined);
      return next;
    },
    [Symbol.dispose]: end,
  };
}

/** What the package manager needs for it. */
export function removalOf(dataDirectory: string, system: Platform['name']): PackageManagerOptions {
  return { programs: installLayouts[system].programs, output: path.join(dataDirectory, 'removal.log') };
}
