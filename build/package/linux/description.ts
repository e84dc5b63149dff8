// What one package for Linux is, before it becomes a deb or an rpm: what it holds, needs, and does when it comes and goes.

import type { Entry } from '../contents/entry.ts';

export interface PackageDescription {
  readonly name: string;
  readonly version: string;
  /** Of everything in it, in seconds since 1970. */
  readonly epoch: number;
  /** One line. */
  readonly summary: string;
  readonly description: string;
  /** Debian's section, such as `net`. */
  readonly section: string;
  readonly entries: readonly Entry[];
  /** Settings of the administrator: an upgrade keeps what was changed in them. */
  readonly config: readonly string[];
  readonly deb: DebPart;
  readonly rpm: RpmPart;
}

export interface DebPart {
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** By the names that dpkg knows, debconf's among them. */
  readonly scripts: Scripts<'preinst' | 'postinst' | 'prerm' | 'postrm' | 'config' | 'templates'>;
}

export interface RpmPart {
  readonly requires: readonly string[];
  readonly recommends: readonly string[];
  /** By the names of their sections in a spec. */
  readonly scripts: Scripts<'pre' | 'post' | 'preun' | 'postun' | 'posttrans'>;
}

type Scripts<Name extends string> = Readonly<Partial<Record<Name, string>>>;

export const maintainer = 'The Stile authors <authors@stile.invalid>';
export const licence = 'Apache-2.0';
