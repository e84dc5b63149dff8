// A folder with a feed and its packages, as any web server can serve it.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { base64url } from '../../shared/rfc4648.ts';
import { type Envelope, envelope, feedFile } from '../../shared/update/envelope.ts';
import { type Manifest, manifest, type Release } from '../../shared/update/manifest.ts';
import { packageOf } from './package-of.ts';

/** Null where there is none yet. */
export async function readFeed(folder: string): Promise<Envelope | null> {
  const text = await readFile(path.join(folder, feedFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : envelope.parse(JSON.parse(text));
}

/** What it says, whoever signed it. */
export function contentOf(feed: Envelope): Manifest {
  const payload = base64url.decode(feed.payload);
  if (payload === undefined) throw new Error('the content of the feed is not base64url');
  return manifest.parse(JSON.parse(new TextDecoder().decode(payload)));
}

/** In one step, and after the packages: who fetches it meanwhile gets one that is whole. */
export async function writeFeed(folder: string, feed: Envelope): Promise<void> {
  await replaceFile(path.join(folder, feedFile), `${JSON.stringify(feed)}\n`, { mode: 0o644 });
}

const built = z.object({
  packages: z.array(
    z.object({ file: z.string(), sha256: z.string(), releasable: z.boolean(), why: z.string().optional() }),
  ),
});

/**
 * Copies the packages that agents install into the folder. What is signed is what was copied, and what was built.
 * @param list `packages.json` as `npm run package` writes it
 */
export async function takePackages(
  list: string,
  folder: string,
  mayBeUnreleasable: boolean,
): Promise<Pick<Release, 'version' | 'packages'>> {
  const { packages } = built.parse(JSON.parse(await readFile(list, 'utf8')));
  await mkdir(folder, { recursive: true });
  const taken = [];
  const versions = new Set<string>();
  for (const { file, sha256, releasable, why } of packages) {
    const named = packageOf(file);
    if (named === null) continue;
    if (!(releasable || mayBeUnreleasable)) throw new Error(`${file} must not be released: ${why}`);
    const { version, ...rest } = named;
    const place = path.join(folder, file);
    await copyFile(path.join(path.dirname(list), file), place);
    const found = await hashOf(place);
    if (found !== sha256) throw new Error(`${file} is not what was built: its SHA-256 is ${found}`);
    taken.push({ ...rest, size: (await stat(place)).size, sha256 });
    versions.add(version);
  }
  const [version, ...others] = versions;
  if (version === undefined) throw new Error(`${list} names no package that agents install`);
  if (others.length > 0) throw new Error(`${list} mixes releases: ${[...versions].join(', ')}`);
  return { version, packages: taken };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
