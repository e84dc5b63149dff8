// What the next feed says, from the one before and what is to change; pure.

import type { Manifest, Release, RollOut } from '../../shared/update/manifest.ts';
import { compareVersions } from '../../shared/update/release-version.ts';
import type { UpdateKeys } from '../../shared/update/update-keys.ts';

export interface Change {
  /** Replaces the release of the same number, if there is one: its packages stay what they are, its roll-out moves on. */
  readonly release: Omit<Release, 'rings'> | null;
  readonly rings: readonly string[];
  readonly rollOut: RollOut;
  readonly withdraw: readonly string[];
  readonly expiresDays: number;
  readonly newKeys: UpdateKeys | null;
}

/** Older ones are only of use as steps for `minimumFrom`; who needs more keeps them in a feed of their own. */
const mostReleases = 8;
const dayMs = 86_400_000;

/** @throws Error for a release whose packages were other bytes before */
export function nextManifest(before: Manifest | null, change: Change, now: number): Manifest {
  const withdrawn = [...new Set([...(before?.withdrawn ?? []), ...change.withdraw])];
  return {
    v: 1,
    sequence: (before?.sequence ?? 0) + 1,
    issued: secondsOf(now),
    expires: secondsOf(now + change.expiresDays * dayMs),
    releases: releasesOf(before?.releases ?? [], change)
      .toSorted((left, right) => compareVersions(right.version, left.version))
      .slice(0, mostReleases),
    withdrawn,
    // Who has slept through a change of keys still learns of it.
    keys: change.newKeys ?? before?.keys ?? null,
  };
}

function releasesOf(before: readonly Release[], { release, rings, rollOut }: Change): readonly Release[] {
  if (release === null) return before;
  const known = before.find(({ version }) => version === release.version);
  const clash = known?.packages.find((old) =>
    release.packages.some((each) => each.name === old.name && each.sha256 !== old.sha256),
  );
  if (clash !== undefined)
    throw new Error(
      `${clash.name} was signed with other bytes before; what people may have already needs a new number`,
    );
  const told = Object.fromEntries(rings.map((ring) => [ring, rollOut]));
  const made: Release = { ...release, rings: { ...known?.rings, ...told } };
  return [...before.filter(({ version }) => version !== release.version), made];
}

export function secondsOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
