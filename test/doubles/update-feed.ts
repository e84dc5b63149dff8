// Throw-away update keys, and feeds signed with them.

import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { publicTextOf } from '../../shared/node/update/key-id.ts';
import { addSignature, signManifest } from '../../shared/node/update/sign-feed.ts';
import type { Manifest, Release, ReleasePackage } from '../../shared/update/manifest.ts';
import type { UpdateKeys } from '../../shared/update/update-keys.ts';

export interface Holders {
  /** What a device trusts. */
  readonly trusted: UpdateKeys;
  readonly privateKeys: readonly KeyObject[];
}

export function holders(count = 1, threshold = 1, generation = 1): Holders {
  const privateKeys = Array.from({ length: count }, () => generateKeyPairSync('ed25519').privateKey);
  const keys = privateKeys.map((key, index) => ({ name: `key ${index + 1}`, publicKey: publicTextOf(key) }));
  return { privateKeys, trusted: { v: 1, generation, threshold, keys } };
}

/** The feed's file as a server has it, signed by these keys. */
export function feedBytes(content: Manifest, [first, ...others]: readonly KeyObject[]): Buffer {
  if (first === undefined) throw new TypeError('a feed is signed by somebody');
  return Buffer.from(JSON.stringify(others.reduce(addSignature, signManifest(content, first))));
}

/** An hour old and good for 30 days, with one release. */
export function exampleManifest(over: Partial<Manifest> = {}, now = Date.now()): Manifest {
  return {
    v: 1,
    sequence: 7,
    issued: secondsOf(now - 3_600_000),
    expires: secondsOf(now + 30 * 86_400_000),
    releases: [exampleRelease({}, now)],
    withdrawn: [],
    keys: null,
    ...over,
  };
}

/** In the stable ring, for everybody since an hour. */
export function exampleRelease(over: Partial<Release> = {}, now = Date.now()): Release {
  return {
    version: '0.2.0',
    rings: { stable: { startsAt: secondsOf(now - 3_600_000), spreadHours: 0, percent: 100 } },
    notes: 'Faster.',
    minimumFrom: null,
    needs: [],
    packages: [examplePackage()],
    ...over,
  };
}

export function examplePackage(over: Partial<ReleasePackage> = {}): ReleasePackage {
  return {
    platform: 'linux-deb',
    arch: 'x64',
    component: 'agent',
    name: 'stile-agent_0.2.0_amd64.deb',
    size: 10,
    sha256: '0'.repeat(64),
    ...over,
  };
}

/** An instant as manifests have it: without fractions of a second. */
export function secondsOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
