// The packages of the desktop app, as electron-builder and dpkg make them of a stand-in for Electron: what is in them, and what is not.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { getRawHeader, listPackage } from '@electron/asar';
import { distVariable } from '../../build/package/desktop/electron-dist.ts';
import { linuxDesktop } from '../../build/package/desktop/linux.ts';
import { ensureDesktop, type PackedDesktop } from '../../build/package/desktop/pack-desktop.ts';
import type { BuiltPackage } from '../../build/package/target.ts';
import type { InstallPlatform } from '../../shared/install/layout.ts';

const run = promisify(execFile);
const options = {
  release: { version: '1.2.3', epoch: 1_700_000_000, commit: null, obstacles: [] },
  report: () => undefined,
};

/** As electron-builder.yml wants them, in the order of the wire; `0` and `1` are digits there. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuses = '01001100';

interface Packed {
  readonly platform: InstallPlatform;
  /** Below the packed folder. */
  readonly resources: string;
  readonly program: string;
}

const systems: readonly Packed[] = [
  { platform: 'linux', resources: 'resources', program: 'stile-shell' },
  { platform: 'win32', resources: 'resources', program: 'Stile.exe' },
  {
    platform: 'darwin',
    resources: 'Stile.app/Contents/Resources',
    program: 'Stile.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
  },
];

const packed = new Map<InstallPlatform, Promise<PackedDesktop>>();
before(() => {
  delete process.env[distVariable];
  // At the same time: electron-builder takes most of the time of each.
  for (const { platform } of systems) packed.set(platform, ensureDesktop(platform, options));
});

for (const { platform, resources, program } of systems)
  describe(`the desktop app for ${platform}`, () => {
    let folder: string;
    let obstacles: readonly string[];
    before(async () => {
      const desktop = await packed.get(platform);
      ({ folder, obstacles } = desktop ?? assert.fail());
    });

    test('must not be given to people, since it holds no Electron', () => {
      assert.match(obstacles.join(), /holds no Electron/);
    });

    test('has in its archive the programs and pages, and no source, map, test or list of inputs', () => {
      const names = listPackage(path.join(folder, resources, 'app.asar'), { isPack: false });
      for (const name of ['/main.js', '/preload.cjs', '/package.json', '/licences.txt', '/pages/index.html'])
        assert.ok(names.includes(name), name);
      assert.deepEqual(
        names.filter((name) => /\.(?:map|tsx?|mts)$|\.test\.|inputs\.json|node_modules/.test(name)),
        [],
      );
    });

    test('knows the hash of its archive, where the system has a place for that', async () => {
      const { headerString } = getRawHeader(path.join(folder, resources, 'app.asar'));
      assert.match(headerString, /"integrity":\{"algorithm":"SHA256"/);
    });

    test('has the fuses that keep it from being turned into something else', async () => {
      const bytes = await readFile(path.join(folder, program), 'latin1');
      const at = bytes.indexOf(fuseMark) + fuseMark.length;
      assert.equal(bytes.slice(at, at + 10), `\u0001\u0008${fuses}`);
    });

    test('says what it is made of, its runtime and the compiled libraries included', async () => {
      const bill = JSON.parse(await readFile(path.join(folder, resources, 'sbom.cdx.json'), 'utf8'));
      const names: readonly string[] = bill.components.map(({ name }: { name: string }) => name);
      for (const name of ['electron', 'react', 'koffi', 'dbus-next']) assert.ok(names.includes(name), name);
      assert.match(await readFile(path.join(folder, resources, 'licences.txt'), 'utf8'), /^koffi \d/m);
    });

    test('has the compiled libraries of that system beside the archive, and of no other', async () => {
      const names = await readdir(path.join(folder, resources, 'node_modules'), { recursive: true });
      const compiled = names.filter((name) => name.endsWith('.node'));
      assert.ok(compiled.some((name) => name.includes('koffi')));
      assert.ok(compiled.some((name) => name.includes('keyring')));
      assert.deepEqual(
        compiled.filter((name) => !name.startsWith('keytar') && !name.includes(platform)),
        [],
      );
    });
  });

describe('the package for Debian', () => {
  let outDir: string;
  let built: readonly BuiltPackage[];
  let deb: string;
  before(async () => {
    outDir = await mkdtemp(path.join(tmpdir(), 'stile-desktop-packages-'));
    built = await linuxDesktop.build(outDir, options);
    deb = path.join(outDir, built.find(({ file }) => file.endsWith('.deb'))?.file ?? '');
  });
  after(() => rm(outDir, { recursive: true }));

  test('lies, like the one for rpm, where nobody takes it for a real one', () => {
    assert.deepEqual(built.map(({ file }) => file).sort(), [
      'not-releasable/stile-desktop-1.2.3-1.x86_64.rpm',
      'not-releasable/stile-desktop_1.2.3_amd64.deb',
    ]);
  });

  test('brings its app, a menu entry, a start at login and an icon, all of root', async () => {
    const { stdout } = await run('dpkg-deb', ['--contents', deb]);
    const lines = stdout.trim().split('\n');
    assert.deepEqual(
      lines.filter((line) => !/ root\/root /.test(line)),
      [],
    );
    const rights = new Map(lines.map((line) => [line.split(/\s+/)[5], line.slice(0, 10)]));
    assert.equal(rights.get('./opt/Stile/stile-shell'), '-rwxr-xr-x');
    assert.equal(rights.get('./opt/Stile/chrome-sandbox'), '-rwsr-xr-x');
    for (const file of [
      './opt/Stile/resources/app.asar',
      './usr/share/applications/stile-shell.desktop',
      './usr/share/icons/hicolor/512x512/apps/stile-shell.png',
      './etc/xdg/autostart/stile.desktop',
    ])
      assert.equal(rights.get(file), '-rw-r--r--', file);
  });

  test('goes with the agent of the same release', async () => {
    const { stdout } = await run('dpkg-deb', ['--field', deb, 'Depends']);
    assert.match(stdout, /^stile-agent \(= 1\.2\.3\), /);
  });

  test('answers to links, of which nothing is taken for a switch', async () => {
    const scratch = await mkdtemp(path.join(tmpdir(), 'stile-unpacked-'));
    try {
      await run('dpkg-deb', ['--extract', deb, scratch]);
      const entry = await readFile(path.join(scratch, 'usr/share/applications/stile-shell.desktop'), 'utf8');
      assert.match(entry, /^Exec=\/opt\/Stile\/stile-shell -- %U$/m);
      assert.match(entry, /^MimeType=x-scheme-handler\/stile;$/m);
    } finally {
      await rm(scratch, { recursive: true });
    }
  });
});
