// The packages of Stile on this machine, and the manager of the operating system that installs and removes them.

import type { PackageArch, PackageComponent, PackageKind } from '../../shared/update/manifest.ts';

/** One of our packages, as installed or as a file says of itself. `version` is the release, without the packager's own suffix. */
export interface PackageIdentity {
  readonly component: PackageComponent;
  readonly version: string;
  readonly arch: PackageArch;
}

export type Installation =
  | { readonly kind: 'packaged'; readonly by: PackageKind; readonly packages: readonly PackageIdentity[] }
  /** Unpacked from an archive, or run from its sources: no manager knows of it. */
  | { readonly kind: 'not-packaged' }
  | { readonly kind: 'unknown'; readonly why: string };

export type Inspection =
  | ({ readonly kind: 'read' } & PackageIdentity)
  | { readonly kind: 'unreadable'; readonly why: string };

export type Begun = { readonly kind: 'begun' } | { readonly kind: 'failed'; readonly why: string };

/** How what was begun last stands. `code` is the manager's own, null where nobody was there to see it. */
export type Progress =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly code: number | null; readonly tail: string };

export interface PackageManager {
  installation(): Promise<Installation>;
  /** What a package file says of itself, read out of its own description. For files that only root can change. */
  inspect(file: string): Promise<Inspection>;
  /**
   * Begins to install these files, in one go, over what is installed. It goes on though this process ends by it, outside the
   * limits that are put upon this process. Settings of the administrator stay as they are, nothing is asked, nothing restarts the machine.
   */
  install(files: readonly string[]): Promise<Begun>;
  /** Begins to remove every package of Stile with all that it keeps, in the same way. */
  remove(): Promise<Begun>;
  progress(): Promise<Progress>;
}

export interface PackageManagerOptions {
  /** Where the programs are installed. */
  readonly programs: string;
  /** What the manager says goes into this file, in a directory for root alone. */
  readonly output: string;
}

/** Enough for what went wrong, which managers say last. */
const tailBytes = 4_000;

export function tailOf(output: string): string {
  return output.slice(-tailBytes).trim();
}
