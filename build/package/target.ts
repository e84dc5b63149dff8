// What the package command asks of each thing that it can build; a new one is a module with such a value and a row in targets.ts.

import type { SystemPackage } from '../set-up/packages.ts';
import type { Release } from './release.ts';

/** The systems that packages are built for, by the option that asks for them. */
export const systems = ['linux', 'win', 'mac'] as const;
export type System = (typeof systems)[number];

export interface Target {
  readonly system: System;
  /** For `--only`, such as `stile-agent`. */
  readonly name: string;
  /** What comes out, for --help. */
  readonly makes: string;
  /** Installed before anything is built. */
  readonly needs: readonly SystemPackage[];
  /** Writes its packages into the folder, which exists. What takes long to load is loaded in here. */
  build(outDir: string, options: BuildOptions): Promise<readonly BuiltPackage[]>;
}

export interface BuildOptions {
  readonly release: Release;
  /** Gets one line per step that takes a while. */
  readonly report: (line: string) => void;
}

export interface BuiltPackage {
  /** Its name in the folder. */
  readonly file: string;
  /** Why this package must not be given to people, besides what is wrong with the whole release; empty if it may. */
  readonly obstacles: readonly string[];
}
