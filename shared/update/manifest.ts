// What a feed of releases says once its signatures are found good. Fields are only ever added; what restricts stands in `needs`.

import { z } from 'zod';
import { sha256Hex } from '../ids.ts';
import { releaseVersion } from './release-version.ts';
import { updateKeys } from './update-keys.ts';

/** The kinds of packages that a package manager takes, by its system. */
export const packageKind = z.enum(['linux-deb', 'linux-rpm', 'win32-msi', 'darwin-pkg']);
export type PackageKind = z.infer<typeof packageKind>;

/** What of Stile a package brings. On Windows and macOS one package brings both, as `agent`. */
export const packageComponent = z.enum(['agent', 'desktop']);
export type PackageComponent = z.infer<typeof packageComponent>;

export const packageArch = z.enum(['x64', 'arm64']);
export type PackageArch = z.infer<typeof packageArch>;

/** Releases reach a device through its ring alone; `stable` unless an administrator says otherwise. */
export const ringName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a ring is a word such as stable or early');

/** A plain name of letters, digits and `._+~-`: no folder, no drive, no device, nothing hidden, in no system's spelling. */
export const packageFileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}$/, 'a package is named by a plain file name')
  .refine((name) => !name.includes('..') && !name.endsWith('.'), { error: 'a package is named by a plain file name' });

const instant = z.iso.datetime({ offset: false, precision: 0 });

const mebibyte = 1_048_576;

/** One that a later release makes for a system of its own is no reason to refuse the others: its words are open. */
export const releasePackage = z.object({
  platform: z.string().max(32),
  arch: z.string().max(32),
  component: z.string().max(32),
  /** Lies beside the feed. */
  name: packageFileName,
  size: z
    .int()
    .min(1)
    .max(1_024 * mebibyte),
  sha256: sha256Hex,
});
export type ReleasePackage = z.infer<typeof releasePackage>;

/** From `startsAt` on, device after device within `spreadHours`; only the first `percent` of them until a later feed says more. */
export const rollOut = z.object({
  startsAt: instant,
  spreadHours: z.int().min(0).max(2_160),
  percent: z.int().min(0).max(100),
});
export type RollOut = z.infer<typeof rollOut>;

export const release = z.object({
  version: releaseVersion,
  rings: z.record(ringName, rollOut),
  notes: z.string().max(2_000),
  /** What is older than this goes to an older release first. */
  minimumFrom: releaseVersion.nullable(),
  /** What an agent must know of to install it rightly; one that lacks any leaves it. */
  needs: z.array(z.string().max(64)).max(16),
  packages: z.array(releasePackage).min(1).max(32),
});
export type Release = z.infer<typeof release>;

/**
 * `sequence` rises with every feed that is signed, so that an older one is known for what it is. `expires` says how long a
 * device may believe that there is nothing newer. `keys` are those to go by from now on; signed by the old ones and by themselves.
 */
export const manifest = z
  .object({
    v: z.literal(1),
    sequence: z.int().min(1),
    issued: instant,
    expires: instant,
    releases: z.array(release).max(64),
    /** Never installed any more; who has one gets the next release without waiting for its turn. */
    withdrawn: z.array(releaseVersion).max(256),
    keys: updateKeys.nullable(),
  })
  .refine(({ issued, expires }) => issued < expires, { error: 'it expires before it was issued' })
  .refine(({ releases }) => new Set(releases.map(({ version }) => version)).size === releases.length, {
    error: 'one release stands there twice',
  });
export type Manifest = z.infer<typeof manifest>;
