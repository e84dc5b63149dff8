// Makes the updates of this daemon from its settings, which an organisation may settle otherwise while it runs.

import path from 'node:path';
import type { PackageManager } from '../../native/package-manager/package-manager.ts';
import { installLayouts } from '../../shared/install/layout.ts';
import { version } from '../../shared/node/version.ts';
import type { Config } from '../config.ts';
import type { World } from '../world.ts';
import { keptUpdates } from './saved-updates.ts';
import type { FeedSource } from './steps.ts';
import type { TimeRules } from './timing.ts';
import { type Ownership, trustedFolder } from './trusted-folder.ts';
import { startUpdates, type Updates, type UpdateTimes } from './updates.ts';

/** What tests put in the place of an installation. */
export interface UpdateWorld {
  /** Beside the installed programs, root's own, unless given. */
  readonly keysFile?: string;
  readonly manager?: PackageManager;
  readonly times?: Partial<UpdateTimes>;
  /** The release that runs. */
  readonly version?: string;
}

export async function openUpdates(world: World, given: UpdateWorld = {}): Promise<Updates> {
  const { config, platform, log } = world;
  const { programs } = installLayouts[platform.name];
  const output = path.join(config.dataDirectory, 'package-manager.log');
  const saved = await keptUpdates(config.dataDirectory, () =>
    log.error('what was known of newer releases cannot be read; it begins anew'),
  );
  return startUpdates({
    ...world,
    source: () => sourceOf(config),
    rules: () => rulesOf(config),
    version: given.version ?? version,
    keysFile: given.keysFile ?? path.join(programs, 'update-keys.json'),
    manager: given.manager ?? platform.packageManager({ programs, output }),
    folder: () => trustedFolder(config.dataDirectory, ownershipOn(platform.name)),
    saved,
    ...(given.times === undefined ? {} : { times: given.times }),
  });
}

function sourceOf({ updatesEnabled, updateFeedUrl, updateRing }: Config): FeedSource | null {
  return updatesEnabled && updateFeedUrl !== undefined ? { feed: new URL(updateFeedUrl), ring: updateRing } : null;
}

function rulesOf(config: Config): TimeRules {
  const { updateWindowStartHour: startHour, updateWindowEndHour: endHour } = config;
  return {
    installAfterHours: config.updateInstallAfterHours,
    postponeHours: config.updatePostponeHours,
    window: startHour === undefined || endHour === undefined ? null : { startHour, endHour },
    localHour: (at) => new Date(at).getHours(),
  };
}

function ownershipOn(name: World['platform']['name']): Ownership {
  const uid = process.getuid?.();
  return name === 'win32' || uid === undefined ? { kind: 'access-list' } : { kind: 'owner', uid };
}
