// Where programs of a user keep their NSS databases on Linux.

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CertStoreOptions, StorePlace } from '../cert-store.ts';
import { firefoxProfiles } from './firefox-profiles.ts';

/** The databases that exist, and the one that Chromium would make; `name` is the directory. */
export async function nssPlaces(options: CertStoreOptions): Promise<readonly StorePlace[]> {
  const chromium = await chromiumDatabases(options);
  const firefox = await firefoxDatabases(options);
  return [
    ...chromium.map((name) => ({ name, readBy: 'chromium' }) as const),
    ...firefox.map((name) => ({ name, readBy: 'firefox' }) as const),
  ];
}

/** Chromium as others package it has a home of its own. */
const packagedChromium = [
  'snap/chromium/current/.pki/nssdb',
  'snap/chromium/current/.local/share/pki/nssdb',
  ...['org.chromium.Chromium', 'com.google.Chrome', 'com.microsoft.Edge', 'com.brave.Browser'].flatMap((id) => [
    `.var/app/${id}/.pki/nssdb`,
    `.var/app/${id}/data/pki/nssdb`,
  ]),
];

/** Chromium takes `~/.pki/nssdb` if it exists, else the other, which it makes. Both exist where an old one was left. */
async function chromiumDatabases(options: CertStoreOptions): Promise<readonly string[]> {
  const below = (relative: string) => path.join(options.home, relative);
  const first = below('.pki/nssdb');
  const other = path.join(options.dataHome ?? below('.local/share'), 'pki/nssdb');
  const existing = await directoriesOf([first, other]);
  return [...(existing.length > 0 ? existing : [other]), ...(await directoriesOf(packagedChromium.map(below)))];
}

/** The usual place, that of Firefox since 147, Snap's and Flatpak's. */
const firefoxFolders = [
  '.mozilla/firefox',
  '.config/mozilla/firefox',
  'snap/firefox/common/.mozilla/firefox',
  '.var/app/org.mozilla.firefox/.mozilla/firefox',
  '.var/app/org.mozilla.firefox/config/mozilla/firefox',
];

async function firefoxDatabases(options: CertStoreOptions): Promise<readonly string[]> {
  const profiles: string[] = [];
  for (const relative of firefoxFolders) {
    const folder = path.join(options.home, relative);
    const text = await readFile(path.join(folder, 'profiles.ini'), 'utf8').catch(() => '');
    profiles.push(...firefoxProfiles(text, folder));
  }
  return await directoriesOf(profiles);
}

async function directoriesOf(candidates: readonly string[]): Promise<readonly string[]> {
  const checks = await Promise.all(
    candidates.map((each) =>
      stat(each).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    ),
  );
  return candidates.filter((_, index) => checks[index]);
}
