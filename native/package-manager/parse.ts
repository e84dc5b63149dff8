// Understands what package managers print about our packages; pure.

import type { PackageArch, PackageComponent } from '../../shared/update/manifest.ts';
import { releaseVersion } from '../../shared/update/release-version.ts';
import type { PackageIdentity } from './package-manager.ts';

/** Our packages by the names that dpkg and rpm know them by. */
export const packageNames: Readonly<Record<PackageComponent, string>> = {
  agent: 'stile-agent',
  desktop: 'stile-desktop',
};

const archs: Readonly<Record<string, PackageArch>> = {
  amd64: 'x64',
  x86_64: 'x64',
  arm64: 'arm64',
  aarch64: 'arm64',
};

/** Lines of `name<TAB>version<TAB>architecture<TAB>installed`; others are talk. */
export function identitiesOf(output: string): readonly PackageIdentity[] {
  return output.split('\n').flatMap((line) => {
    const [name = '', version = '', arch = '', state] = line.split('\t');
    return state === 'installed' ? (identityOf(name, version, arch) ?? []) : [];
  });
}

/** Null for what is no package of ours, or none that could be compared. */
export function identityOf(name: string, version: string, arch: string): PackageIdentity | null {
  const component = (['agent', 'desktop'] as const).find((each) => packageNames[each] === name);
  // Debian's revision, `1.2.3-1`, counts builds of one release.
  const release = releaseVersion.safeParse(version.replace(/-[0-9a-z.+~]+$/i, ''));
  const known = Object.hasOwn(archs, arch) ? archs[arch] : undefined;
  if (component === undefined || !release.success || known === undefined) return null;
  return { component, version: release.data, arch: known };
}

/** `Name: value` lines, as dpkg-deb and systemctl (with `=`) print them. */
export function fieldsOf(output: string, separator: ':' | '='): ReadonlyMap<string, string> {
  return new Map(
    output.split('\n').flatMap((line) => {
      const at = line.indexOf(separator);
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const];
    }),
  );
}

/** What hindered a tool, in one line. */
export function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 300);
}
