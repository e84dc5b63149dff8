// The steps towards a newer release; each does one thing and says where that has led.

import type { Installation, PackageManager } from '../../native/package-manager/package-manager.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import type { Offer } from '../../shared/update/choose.ts';
import { check } from './check.ts';
import { download } from './download.ts';
import { beginInstall, failedInstall } from './install.ts';
import type { KeptUpdates } from './saved-updates.ts';
import type { TrustedFolder } from './trusted-folder.ts';
import type { Work } from './work.ts';

export interface StepOptions {
  /** As they are settled now. */
  readonly source: () => FeedSource | null;
  /** The release that runs. */
  readonly version: string;
  /** The keys that came with the package. */
  readonly keysFile: string;
  readonly manager: PackageManager;
  /** Makes it, empty; what an earlier life left there goes. */
  readonly folder: () => Promise<TrustedFolder>;
  readonly saved: KeptUpdates;
  readonly now: () => number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Where releases come from, and which of them are for this device. */
export interface FeedSource {
  readonly feed: URL;
  readonly ring: string;
}

/** Of one release, without anybody asking. */
const mostFailures = 3;

export interface Steps {
  /** What an earlier life of this agent began. Null while the package manager still runs for the release that runs now. */
  settle(): Promise<Work | null>;
  /** @param isAsked somebody wants it installed, also if that has failed before */
  check(before: Work, isAsked: boolean): Promise<Work>;
  download(offer: Offer, onProgress: (doneBytes: number) => void): Promise<Work>;
  install(ready: Extract<Work, { kind: 'ready' }>): Promise<Work>;
  /** Throws why it has failed; as long as the package manager runs, it goes on. */
  watch(installing: Extract<Work, { kind: 'installing' }>): Promise<Work>;
}

export function stepsOf(options: StepOptions): Steps {
  const { manager, saved, log, now, version: own } = options;
  let folder: TrustedFolder | null = null;

  function sourceNow(): FeedSource {
    const source = options.source();
    if (source === null) throw new AppError('update-off');
    return source;
  }

  async function packaged(): Promise<Extract<Installation, { kind: 'packaged' }>> {
    const found = await manager.installation();
    if (found.kind === 'packaged') return found;
    const why = found.kind === 'unknown' ? found.why : 'no package manager knows of this installation';
    throw new AppError('update-not-by-package', { why });
  }

  return {
    async settle() {
      const { attempt } = saved.current;
      const isRunning = attempt !== null && (await manager.progress()).kind === 'running';
      if (attempt !== null && attempt !== own) return { kind: 'installing', version: attempt, downloaded: null };
      // It may still read the files that it was given.
      if (isRunning) return null;
      if (attempt !== null) {
        log.info('a newer release was installed', { version: own });
        await saved.update({ attempt: null, failures: null, pending: null });
      }
      folder = await options.folder();
      return { kind: 'idle', checkedAt: null };
    },

    async check(before, isAsked) {
      const { feed, ring } = sourceNow();
      const { keysFile, signal } = options;
      const installation = await packaged();
      const offer = await check({ feed, ring, keysFile, version: own, installation, saved, now: now(), signal });
      if (offer === null) {
        await saved.update({ pending: null });
        return { kind: 'idle', checkedAt: now() };
      }
      if (saved.current.pending === null) {
        await saved.update({ pending: { since: now(), postponedUntil: null } });
        log.info('there is a newer release', { version: offer.version });
      }
      if (before.kind === 'ready' && JSON.stringify(before.offer) === JSON.stringify(offer)) return before;
      const { failures } = saved.current;
      const isGivenUp = failures?.version === offer.version && failures.count >= mostFailures;
      if (!isGivenUp || isAsked) return { kind: 'found', offer };
      if (before.kind === 'failed' && before.version === offer.version) return before;
      throw new AppError('update-install-failed', { version: offer.version, why: `it failed ${failures.count} times` });
    },

    async download(offer, onProgress) {
      const { feed } = sourceNow();
      const { signal } = options;
      folder ??= await options.folder();
      const downloaded = await download(offer, { feed, folder, manager, signal, onProgress });
      log.info('a newer release is downloaded and verified', { version: offer.version });
      return { kind: 'ready', offer, downloaded };
    },

    async install({ offer: { version }, downloaded }) {
      await beginInstall(version, downloaded, manager, saved);
      log.info('the package manager installs a newer release', { version });
      return { kind: 'installing', version, downloaded };
    },

    async watch(installing) {
      if ((await manager.progress()).kind === 'running') return installing;
      throw await failedInstall(installing.version, manager, saved);
    },
  };
}
