// Reads Firefox's profiles.ini: which directories hold a profile.

import path from 'node:path';

/** Directories of the profiles, in the file's order; `folder` is where the file lies. Lines of another form are passed over. */
export function firefoxProfiles(text: string, folder: string): readonly string[] {
  const profiles: string[] = [];
  for (const [title, settings] of sectionsOf(text)) {
    const place = settings.get('Path');
    // [Install…] and [General] name profiles, too, which are listed in a section of their own.
    if (!title.startsWith('Profile') || place === undefined || place === '') continue;
    profiles.push(settings.get('IsRelative') === '0' ? path.normalize(place) : path.join(folder, place));
  }
  return [...new Set(profiles)];
}

function sectionsOf(text: string): readonly (readonly [string, ReadonlyMap<string, string>])[] {
  const sections: [string, Map<string, string>][] = [];
  for (const line of text.split(/\r?\n/)) {
    const title = /^\[(.+)\]\s*$/.exec(line)?.[1];
    if (title !== undefined) sections.push([title, new Map()]);
    const [, key, value] = /^([^=;#[]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) sections.at(-1)?.[1].set(key.trim(), value.trim());
  }
  return sections;
}
