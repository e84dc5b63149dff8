// Which Electron the desktop app is packed with: the one that its makers published, or none; never another one.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { archiveName, ForeignElectron, findElectronDist } from '../../../../../build/package/desktop/electron-dist.ts';

const bytes = 'what was published';
const sha256 = createHash('sha256').update(bytes).digest('hex');

/** A checkout with the package `electron`, and a folder with what somebody downloaded. */
async function inFolders(archive: string | null, act: (root: string, named: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-dist-'));
  try {
    const electron = path.join(folder, 'node_modules', 'electron');
    const named = path.join(folder, 'named');
    await mkdir(electron, { recursive: true });
    await mkdir(named);
    await writeFile(path.join(electron, 'package.json'), JSON.stringify({ version: '9.8.7' }));
    await writeFile(
      path.join(electron, 'checksums.json'),
      JSON.stringify({ [archiveName('9.8.7', 'linux')]: sha256, [archiveName('9.8.7', 'win32')]: 'of something else' }),
    );
    if (archive !== null)
      for (const platform of ['linux', 'win32'] as const)
        await writeFile(path.join(named, archiveName('9.8.7', platform)), archive);
    await act(folder, named);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the Electron that is packed', () => {
  test('is the archive that was published', () =>
    inFolders(bytes, async (root, named) =>
      assert.deepEqual(await findElectronDist(root, 'linux', named), {
        kind: 'official',
        folder: named,
        version: '9.8.7',
        sha256,
      }),
    ));

  test('is never another file of that name: nothing is packed, not even as a trial', async () => {
    await inFolders('changed', async (root, named) => {
      await assert.rejects(findElectronDist(root, 'linux', named), ForeignElectron);
    });
    await inFolders(bytes, async (root, named) => {
      await assert.rejects(findElectronDist(root, 'win32', named), ForeignElectron);
      await assert.doesNotReject(findElectronDist(root, 'darwin', named));
    });
  });

  test('is none where none was named, or the folder has none, and the reason says what is wanted', async () => {
    await inFolders(null, async (root, named) => {
      for (const [given, why] of [
        [undefined, /STILE_ELECTRON_DIST must name a folder with electron-v9\.8\.7-linux-x64\.zip$/],
        ['', /STILE_ELECTRON_DIST must name a folder/],
        [named, /there is no electron-v9\.8\.7-linux-x64\.zip in the folder/],
      ] as const) {
        const found = await findElectronDist(root, 'linux', given);
        assert.ok(found.kind === 'stand-in');
        assert.match(found.why, why);
      }
    });
  });
});
