// Writes what a deb says of itself: its control file and the files beside that; pure.

import { type DebPart, maintainer, type PackageDescription } from './description.ts';

/** Of one file in the package: its place, its size and the hash that dpkg keeps. */
export interface Installed {
  readonly path: string;
  readonly bytes: number;
  readonly md5: string;
}

export interface ControlFile {
  readonly name: string;
  readonly mode: number;
  readonly text: string;
}

/** The files of the folder DEBIAN. */
export function controlFiles(about: PackageDescription, installed: readonly Installed[]): readonly ControlFile[] {
  const sums = installed.map(({ path, md5 }) => `${md5}  ${path.slice(1)}\n`);
  return [
    { name: 'control', mode: 0o644, text: control(about, installed) },
    { name: 'md5sums', mode: 0o644, text: sums.join('') },
    ...(about.config.length === 0
      ? []
      : [{ name: 'conffiles', mode: 0o644, text: about.config.map((file) => `${file}\n`).join('') }]),
    ...Object.entries(about.deb.scripts).map(([name, text]) => ({
      name,
      mode: name === 'templates' ? 0o644 : 0o755,
      text,
    })),
  ];
}

function control(about: PackageDescription, installed: readonly Installed[]): string {
  const kib = installed.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 1024), 0);
  return [
    `Package: ${about.name}`,
    `Version: ${about.version}`,
    'Architecture: amd64',
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${kib}`,
    ...relations(about.deb),
    `Section: ${about.section}`,
    'Priority: optional',
    `Description: ${about.summary}`,
    // An empty line would end the paragraph.
    ...about.description
      .trim()
      .split('\n')
      .map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`),
    '',
  ].join('\n');
}

function relations({ depends, recommends }: DebPart): readonly string[] {
  return [
    ...(depends.length === 0 ? [] : [`Depends: ${depends.join(', ')}`]),
    ...(recommends.length === 0 ? [] : [`Recommends: ${recommends.join(', ')}`]),
  ];
}
