import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { removeOwnFiles } from '../../../session/own-files.ts';

let home: string;
const inHome = (name: string) => path.join(home, name);
before(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'stile-home-'));
  for (const folder of ['.config/Stile/Cache', '.config/autostart', '.local/share/stile', 'documents'])
    await mkdir(inHome(folder), { recursive: true });
  await writeFile(inHome('.config/Stile/settings.json'), '{}');
  await writeFile(inHome('.config/autostart/stile.desktop'), '');
  await writeFile(inHome('.config/autostart/other.desktop'), '');
  await writeFile(inHome('documents/mine'), 'mine');
});
after(() => rm(home, { recursive: true }));

test('what is the product’s alone goes, and nothing beside it', async () => {
  const openers = '[Default Applications]\r\nx-scheme-handler/stile=stile-shell.desktop\r\ntext/plain=vi.desktop\r\n';
  await writeFile(inHome('.config/mimeapps.list'), openers);
  const removed = await removeOwnFiles('linux', home);
  assert.equal(removed.length, 4);
  for (const gone of ['.config/Stile', '.local/share/stile', '.config/autostart/stile.desktop'])
    assert.equal(existsSync(inHome(gone)), false, gone);
  assert.equal(existsSync(inHome('.config/autostart/other.desktop')), true);
  assert.equal(
    await readFile(inHome('.config/mimeapps.list'), 'utf8'),
    '[Default Applications]\r\ntext/plain=vi.desktop\r\n',
  );
});

test('a link in the place of a folder is removed itself, not what it leads to', async () => {
  await symlink(inHome('documents'), inHome('.local/share/stile'));
  assert.deepEqual(await removeOwnFiles('linux', home), [inHome('.local/share/stile')]);
  assert.equal(await readFile(inHome('documents/mine'), 'utf8'), 'mine');
});

test('where nothing is left there is nothing to do', async () => {
  assert.deepEqual(await removeOwnFiles('linux', home), []);
});
