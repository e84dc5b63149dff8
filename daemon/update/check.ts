// Asks the feed once: fetched, verified, believed and remembered, in this order, or refused with the reason.

import { readFile } from 'node:fs/promises';
import type { Installation } from '../../native/package-manager/package-manager.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { verifyFeed } from '../../shared/node/update/verify-feed.ts';
import { choose, type Offer } from '../../shared/update/choose.ts';
import { mostFeedBytes } from '../../shared/update/envelope.ts';
import { type UpdateKeys, updateKeys } from '../../shared/update/update-keys.ts';
import { fetchFile } from './fetch.ts';
import { judgeFeed } from './judge-feed.ts';
import { placeInRow } from './place-in-row.ts';
import type { KeptUpdates } from './saved-updates.ts';

export interface CheckOptions {
  readonly feed: URL;
  readonly ring: string;
  /** The release that runs. */
  readonly version: string;
  readonly installation: Extract<Installation, { kind: 'packaged' }>;
  /** The keys that came with the package. */
  readonly keysFile: string;
  readonly saved: KeptUpdates;
  readonly now: number;
  readonly signal: AbortSignal;
}

const feedLimits = { maxBytes: mostFeedBytes, totalMs: 30_000, idleMs: 10_000 };

/** What this device is offered; null: nothing newer. @throws AppError `update-keys-missing`, `update-feed-*` */
export async function check(options: CheckOptions): Promise<Offer | null> {
  const { feed, saved, installation, now } = options;
  const server = feed.host;
  const keys = newer(await keysOf(options.keysFile), saved.current.keys);
  const bytes = await feedBytes(feed, options.signal);
  const verified = verifyFeed(bytes, keys);
  if (verified.kind === 'refused') throw new AppError('update-feed-refused', { server, why: verified.why });
  const judged = judgeFeed(verified, saved.current, now);
  if (judged.kind === 'refused') throw new AppError('update-feed-refused', { server, why: judged.why });
  if (judged.kind === 'expired') throw new AppError('update-feed-expired', { server, expires: judged.expires });
  // Before anything is done by it: also after a crash nobody can show an older one.
  await saved.update(judged.remember);

  const [agent] = installation.packages.filter(({ component }) => component === 'agent');
  if (agent === undefined) throw new TypeError('unreachable: an installation has an agent');
  return choose(verified.manifest, {
    platform: installation.by,
    arch: agent.arch,
    components: installation.packages.map(({ component }) => component),
    version: options.version,
    ring: options.ring,
    place: (version) => placeInRow(saved.current.seed, version),
    now,
  });
}

async function feedBytes(feed: URL, signal: AbortSignal): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const outcome = await fetchFile(feed, { ...feedLimits, signal }, (piece) => void pieces.push(piece));
  if (outcome.kind === 'failed') throw new AppError('update-feed-unreachable', { server: feed.host, why: outcome.why });
  return Buffer.concat(pieces);
}

async function keysOf(path: string): Promise<UpdateKeys> {
  try {
    return updateKeys.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'it is no file of update keys';
    throw new AppError('update-keys-missing', { path, why }, { cause });
  }
}

/** Those of a newer package count again as soon as they are no older than what a feed has brought. */
function newer(installed: UpdateKeys, learned: UpdateKeys | null): UpdateKeys {
  return learned !== null && learned.generation > installed.generation ? learned : installed;
}
