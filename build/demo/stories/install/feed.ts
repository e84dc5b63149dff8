// Where the laptop's updates come from: keys that no server holds, a feed that they have signed, any web server.

import { cp } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { PassThrough } from 'node:stream';
import type { UpdateKeys } from '../../../../shared/update/update-keys.ts';
import { readKeys } from '../../../release/key-files.ts';
import { runRelease } from '../../../release/run.ts';
import { type Machine, seenInside } from '../../machine/machine.ts';
import { addresses } from './premises.ts';

const port = 8_000;

export const feedUrl = `http://${addresses.server}:${port}/stile-feed.json`;

/** What `npm run release` does; folders below `place`. */
export interface ReleaseKeys {
  readonly place: string;
  readonly keys: UpdateKeys;
}

export async function makeReleaseKeys(place: string): Promise<ReleaseKeys> {
  const file = path.join(place, 'update-keys.json');
  await release(['keygen', '--name', 'demo', '--out', place]);
  await release(['keys', '--public', path.join(place, 'demo.pub.json'), '--threshold', '1', '--out', file]);
  return { place, keys: await readKeys(file) };
}

/** Signs the packages of a folder, and lets the server serve them: nothing on it has to be trusted. */
export async function publishFeed({ place }: ReleaseKeys, packages: string, server: Machine): Promise<void> {
  const feed = path.join(place, 'feed');
  const key = path.join(place, 'demo.key');
  // The sources of whoever tries the story may differ from a commit.
  await release([
    'sign',
    '--feed',
    feed,
    '--key',
    key,
    '--packages',
    path.join(packages, 'packages.json'),
    '--unreleasable',
  ]);
  await cp(feed, `${server.root}/srv/feed`, { recursive: true });
  const main = [process.execPath, 'build/demo/stories/install/feed-server-main.ts'].map(seenInside);
  const program = [...main, '/srv/feed', addresses.server, String(port)];
  await server.must(['/usr/bin/systemd-run', '--quiet', '--unit=feed', '--collect', ...program]);
}

async function release(args: readonly string[]): Promise<void> {
  const complaints: string[] = [];
  const status = await runRelease(args, {
    print: () => undefined,
    complain: (line) => complaints.push(line),
    input: new PassThrough().end(),
    now: () => Date.now(),
  });
  if (status !== 0) throw new Error(`npm run release -- ${args[0]}: ${complaints.join(' ')}`);
}
