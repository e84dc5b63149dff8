// Downloads the packages of a release, verifies them, and asks each what it is.

import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PackageManager } from '../../native/package-manager/package-manager.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Offer } from '../../shared/update/choose.ts';
import type { ReleasePackage } from '../../shared/update/manifest.ts';
import { fetchFile } from './fetch.ts';
import type { TrustedFolder } from './trusted-folder.ts';
import { type VerifiedFile, verifiedFile } from './verified-file.ts';

/** Held open and verified, until they are disposed of, which removes them. */
export interface Downloaded extends AsyncDisposable {
  readonly files: readonly VerifiedFile[];
}

export interface DownloadOptions {
  readonly feed: URL;
  readonly folder: TrustedFolder;
  readonly manager: Pick<PackageManager, 'inspect'>;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

/** Below this rate a download is given up; it is 2 KiB a second. */
const leastBytesPerSecond = 2_048;
const leastTotalMs = 60_000;
const idleMs = 30_000;

/** @throws AppError `update-package-*`, `update-place-unsafe` */
export async function download({ packages, version }: Offer, options: DownloadOptions): Promise<Downloaded> {
  await using stack = new AsyncDisposableStack();
  const folder = await options.folder.fresh();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const files: VerifiedFile[] = [];
  let before = 0;
  for (const each of packages) {
    const started = before;
    const onProgress = (bytes: number) => options.onProgress(started + bytes);
    const file = stack.use(await fetched(each, path.join(folder, each.name), { ...options, onProgress }));
    await assertIs(each, version, file, options.manager);
    files.push(file);
    before += each.size;
  }
  const owned = stack.move();
  return { files, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function fetched(wanted: ReleasePackage, place: string, options: DownloadOptions): Promise<VerifiedFile> {
  const { name, size } = wanted;
  // Beside the feed, under its own name and nothing else of the feed's address.
  const from = new URL(encodeURIComponent(name), options.feed);
  const totalMs = leastTotalMs + Math.ceil(size / leastBytesPerSecond) * 1_000;
  return verifiedFile(place, wanted, async (handle) => {
    let done = 0;
    const limits = { maxBytes: size, totalMs, idleMs, signal: options.signal };
    const outcome = await fetchFile(from, limits, async (piece) => {
      await handle.writeFile(piece);
      done += piece.length;
      options.onProgress(done);
    });
    if (outcome.kind === 'failed') throw new AppError('update-package-unreachable', { name, why: outcome.why });
  });
}

/** The feed says which release these bytes are; so do the bytes. A mistake at signing must not become a downgrade. */
async function assertIs(
  { name, component, arch }: ReleasePackage,
  version: string,
  file: VerifiedFile,
  manager: DownloadOptions['manager'],
): Promise<void> {
  const found = await manager.inspect(file.path);
  // What the package manager has read was the file that is held.
  await file.prove();
  if (found.kind === 'unreadable') throw new AppError('update-package-refused', { name, why: found.why });
  if (found.component !== component || found.version !== version || found.arch !== arch) {
    const why = `it says that it is ${found.component} ${found.version} for ${found.arch}`;
    throw new AppError('update-package-refused', { name, why });
  }
}
