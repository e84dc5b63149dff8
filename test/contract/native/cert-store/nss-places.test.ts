// Where browsers of a Linux user keep their databases: the rules of each, one row per home.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { nssPlaces } from '../../../../native/cert-store/nss/places.ts';

interface Home {
  readonly what: string;
  /** Directories, and files with their text. */
  readonly has: Readonly<Record<string, string | null>>;
  readonly dataHome?: string;
  readonly places: readonly string[];
}

const homes: readonly Home[] = [
  { what: 'nothing yet: what Chromium would make', has: {}, places: ['.local/share/pki/nssdb'] },
  { what: 'a data home of its own', has: {}, dataHome: 'data', places: ['data/pki/nssdb'] },
  { what: 'a .pki without a database counts as none', has: { '.pki': null }, places: ['.local/share/pki/nssdb'] },
  { what: 'the old database, which wins', has: { '.pki/nssdb': null }, places: ['.pki/nssdb'] },
  {
    what: 'both, where an old one was left behind',
    has: { '.pki/nssdb': null, '.local/share/pki/nssdb': null },
    places: ['.pki/nssdb', '.local/share/pki/nssdb'],
  },
  {
    what: 'Chromium as others package it',
    has: { 'snap/chromium/current/.pki/nssdb': null, '.var/app/org.chromium.Chromium/data/pki/nssdb': null },
    places: [
      '.local/share/pki/nssdb',
      'snap/chromium/current/.pki/nssdb',
      '.var/app/org.chromium.Chromium/data/pki/nssdb',
    ],
  },
  {
    what: 'Firefox profiles, of which one is gone and one is named twice',
    has: {
      '.mozilla/firefox/abc.default-esr': null,
      elsewhere: null,
      '.mozilla/firefox/profiles.ini':
        '[Install4F96]\r\nDefault=abc.default-esr\r\n\r\n[Profile1]\r\nName=old\r\nIsRelative=1\r\nPath=gone\r\n' +
        '[Profile0]\r\nName=default-esr\r\nIsRelative=1\r\nPath=abc.default-esr\r\n' +
        '[Profile2]\r\nIsRelative=1\r\nPath=../../elsewhere\r\n[Profile3]\r\nIsRelative=1\r\nPath=abc.default-esr\r\n',
    },
    places: ['.local/share/pki/nssdb', '.mozilla/firefox/abc.default-esr', 'elsewhere'],
  },
  {
    what: 'Firefox in the newer place, from a snap and from a flatpak',
    has: Object.fromEntries(
      [
        '.config/mozilla/firefox',
        'snap/firefox/common/.mozilla/firefox',
        '.var/app/org.mozilla.firefox/.mozilla/firefox',
      ].flatMap((folder) => [
        [`${folder}/p`, null],
        [`${folder}/profiles.ini`, '[Profile0]\nPath=p\n'],
      ]),
    ),
    places: [
      '.local/share/pki/nssdb',
      '.config/mozilla/firefox/p',
      'snap/firefox/common/.mozilla/firefox/p',
      '.var/app/org.mozilla.firefox/.mozilla/firefox/p',
    ],
  },
];

describe('the databases of a home with', () => {
  for (const { what, has, dataHome, places } of homes)
    test(what, async () => {
      const home = await mkdtemp(path.join(tmpdir(), 'stile-home-'));
      try {
        for (const [name, text] of Object.entries(has)) {
          const file = path.join(home, name);
          await mkdir(text === null ? file : path.dirname(file), { recursive: true });
          if (text !== null) await writeFile(file, text);
        }
        const found = await nssPlaces({
          home,
          ...(dataHome === undefined ? {} : { dataHome: path.join(home, dataHome) }),
        });
        assert.deepEqual(
          found.map((place) => path.relative(home, place.name)),
          places,
        );
      } finally {
        await rm(home, { recursive: true });
      }
    });
});
