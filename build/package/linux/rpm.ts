// Writes the spec of an rpm over a folder in which everything lies as it is to be installed; pure.

import type { Entry } from '../contents/entry.ts';
import { licence, maintainer, type PackageDescription } from './description.ts';

export function specOf(about: PackageDescription, tree: string): string {
  return [
    // Nothing is changed after the fact: no stripping, no scripts rewritten, no links to build ids.
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    '%global debug_package %{nil}',
    '%global _binary_payload w10.zstdio',
    // The same bytes on every machine.
    '%global _buildhost stile.invalid',
    '%global source_date_epoch_from_changelog 0',
    '%global use_source_date_epoch_as_buildtime 1',
    '%global clamp_mtime_to_source_date_epoch 1',
    '',
    `Name: ${about.name}`,
    `Version: ${about.version}`,
    'Release: 1',
    `Summary: ${quoted(about.summary)}`,
    `License: ${licence}`,
    `Packager: ${maintainer}`,
    // What the compiled files need stands below; what their scripts may need is with them.
    'AutoReqProv: no',
    ...about.rpm.requires.map((what) => `Requires: ${what}`),
    ...about.rpm.recommends.map((what) => `Recommends: ${what}`),
    '',
    '%description',
    quoted(about.description.trim()),
    '',
    '%install',
    `cp -al ${tree}/. %{buildroot}/`,
    '',
    ...Object.entries(about.rpm.scripts).flatMap(([name, text]) => [`%${name}`, quoted(text.trim()), '']),
    '%files',
    ...about.entries.map((entry) => lineOf(entry, about.config)),
    '',
  ].join('\n');
}

function lineOf(entry: Entry, config: readonly string[]): string {
  const place = `"${quoted(entry.path)}"`;
  if (entry.kind === 'link') return place;
  const rights = `%attr(${entry.mode.toString(8).padStart(4, '0')}, root, root)`;
  if (entry.kind === 'folder') return `%dir ${rights} ${place}`;
  return `${config.includes(entry.path) ? '%config(noreplace) ' : ''}${rights} ${place}`;
}

/** A per cent sign begins a macro. */
function quoted(text: string): string {
  return text.replaceAll('%', '%%');
}
