// Which release a device is offered, and from when on; pure.

import type { Manifest, PackageArch, PackageComponent, PackageKind, Release, ReleasePackage } from './manifest.ts';
import { compareVersions, isNewer } from './release-version.ts';

/** What is asked for: the newest release that this installation may have now. */
export interface Wish {
  readonly platform: PackageKind;
  readonly arch: PackageArch;
  /** What is installed: a release that lacks a package for any of it is none for this machine. */
  readonly components: readonly PackageComponent[];
  readonly version: string;
  readonly ring: string;
  /** Where in the row of all devices this one stands with a release, in [0, 1): the same each time it is asked. */
  readonly place: (version: string) => number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Offer {
  readonly version: string;
  readonly notes: string;
  readonly packages: readonly ReleasePackage[];
}

const hourMs = 3_600_000;

/** Null: nothing newer for this device yet. Never the installed release, never one before it. */
export function choose({ releases, withdrawn }: Manifest, wish: Wish): Offer | null {
  const isWithdrawn = (version: string): boolean => withdrawn.includes(version);
  const [newest] = releases
    .filter(({ version }) => isNewer(version, wish.version) && !isWithdrawn(version))
    .filter(({ needs }) => needs.length === 0)
    .filter(({ minimumFrom }) => minimumFrom === null || !isNewer(minimumFrom, wish.version))
    .filter((release) => hasTurn(release, wish, isWithdrawn(wish.version)))
    .flatMap((release) => offerOf(release, wish) ?? [])
    .sort((left, right) => compareVersions(right.version, left.version));
  return newest ?? null;
}

/** Who sits on a withdrawn release does not wait in the row, but is held back by `percent` all the same: it may be zero for a reason. */
function hasTurn({ version, rings }: Release, { ring, place, now }: Wish, isUrgent: boolean): boolean {
  const own = Object.hasOwn(rings, ring) ? rings[ring] : undefined;
  if (own === undefined) return false;
  const at = place(version);
  const waitMs = isUrgent ? 0 : at * own.spreadHours * hourMs;
  return at * 100 < own.percent && now >= Date.parse(own.startsAt) + waitMs;
}

function offerOf({ version, notes, packages }: Release, wish: Wish): Offer | null {
  const own = wish.components.map((component) =>
    packages.find((each) => each.component === component && each.platform === wish.platform && each.arch === wish.arch),
  );
  const whole = own.filter((each) => each !== undefined);
  return whole.length === own.length && whole.length > 0 ? { version, notes, packages: whole } : null;
}
