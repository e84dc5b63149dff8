// What a login starts: exactly the program, whatever its path holds, and only while the user wants it.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { autostartFile, autostartFor } from '../../../../electron/autostart/autostart.ts';
import { autostartEntry } from '../../../../electron/autostart/desktop-entry.ts';

const execOf = (program: string) => /^Exec=(.*)$/m.exec(autostartEntry('Stile', [program, '--hidden']))?.[1];

/** As the Desktop Entry Specification says: the value's escapes first, then Exec's quotes. */
const lines: readonly (readonly [program: string, line: string])[] = [
  ['/opt/Stile/stile', '"/opt/Stile/stile" "--hidden"'],
  ['/opt/My Apps/stile', '"/opt/My Apps/stile" "--hidden"'],
  ['/opt/100%/stile', '"/opt/100%%/stile" "--hidden"'],
  ['/opt/a"b/stile', String.raw`"/opt/a\\"b/stile" "--hidden"`],
  ['/opt/$HOME/`id`', '"/opt/\\\\$HOME/\\\\`id\\\\`" "--hidden"'],
  [String.raw`/opt/a\b`, String.raw`"/opt/a\\\\b" "--hidden"`],
  ['/opt/;reboot;&', '"/opt/;reboot;&" "--hidden"'],
];
for (const [program, line] of lines) test(`${program} is started as it is`, () => assert.equal(execOf(program), line));

test('a path with a line of its own cannot add a key to the entry', () => {
  for (const program of ['/opt/a\nExec=/bin/sh', '/opt/a\r', '/opt/\0', '/opt/\t'])
    assert.throws(() => execOf(program), RangeError);
});

describe('the entry', () => {
  test('is written, written once, and taken away', async () => {
    await using there = await home();
    const autostart = autostartFile({ configHome: there.folder, program: '/opt/Stile/stile' });
    await autostart.set(true);
    await autostart.set(true);
    assert.match(await there.entry(), /^\[Desktop Entry\]\nType=Application\n[\s\S]*^Terminal=false\n/m);
    await autostart.set(false);
    await autostart.set(false);
    await assert.rejects(there.entry(), { code: 'ENOENT' });
  });

  test('is there after the first start, and names the program where it lies now', async () => {
    await using there = await home();
    await autostartFile({ configHome: there.folder, program: '/old/stile' }).begin(true);
    await autostartFile({ configHome: there.folder, program: '/new/stile' }).begin(false);
    assert.match(await there.entry(), /"\/new\/stile"/);
  });

  test('that the user took away with a tool of the desktop stays away', async () => {
    await using there = await home();
    await autostartFile({ configHome: there.folder, program: '/opt/stile' }).begin(false);
    await assert.rejects(there.entry(), { code: 'ENOENT' });
  });
});

describe('where the package starts it for everybody', () => {
  async function there() {
    const place = await home();
    const systemFile = path.join(place.folder, 'stile.desktop');
    await writeFile(systemFile, '[Desktop Entry]\n');
    return { place, autostart: autostartFile({ configHome: place.folder, program: '/opt/Stile/stile', systemFile }) };
  }

  test('the user has a file only to say no', async () => {
    const { place, autostart } = await there();
    await using _place = place;
    await autostart.begin(true);
    await assert.rejects(place.entry(), { code: 'ENOENT' });
    await autostart.set(false);
    assert.match(await place.entry(), /^Hidden=true$/m);
    await autostart.begin(true);
    assert.match(await place.entry(), /^Hidden=true$/m);
    await autostart.set(true);
    await assert.rejects(place.entry(), { code: 'ENOENT' });
  });
});

describe('which way', () => {
  const asked: unknown[] = [];
  const app = (isPackaged: boolean, folder = '/nowhere') => ({
    isPackaged,
    getPath: (name: string) => (name === 'exe' ? '/opt/Stile/stile' : folder),
    setLoginItemSettings: (settings: unknown) => void asked.push(settings),
  });

  test('a build that is tried out starts at no login', async () => {
    await using there = await home();
    await autostartFor({ autostart: 'desktop-file' }, app(false, there.folder), {}).set(true);
    await autostartFor({ autostart: 'login-item' }, app(false), {}).begin(true);
    await assert.rejects(there.entry(), { code: 'ENOENT' });
    assert.deepEqual(asked, []);
  });

  test('an AppImage is started from where it lies, not from where it is mounted', async () => {
    await using there = await home();
    await autostartFor({ autostart: 'desktop-file' }, app(true, there.folder), { APPIMAGE: '/home/x/S.AppImage' }).set(
      true,
    );
    assert.match(await there.entry(), /"\/home\/x\/S\.AppImage" "--hidden"/);
  });

  test('elsewhere the system keeps the list', async () => {
    const items = autostartFor({ autostart: 'login-item' }, app(true), {});
    await items.set(true);
    await items.set(false);
    await items.begin(false);
    assert.deepEqual(asked.splice(0), [
      { openAtLogin: true, args: ['--hidden'] },
      { openAtLogin: false, args: ['--hidden'] },
    ]);
  });
});

async function home() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'stile-autostart-'));
  return {
    folder,
    entry: () => readFile(path.join(folder, 'autostart/stile.desktop'), 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
