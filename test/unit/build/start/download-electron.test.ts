import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { downloadElectron } from '../../../../build/start/download-electron.ts';

describe('the download of Electron', () => {
  const { CI } = process.env;
  let root = '';
  beforeEach(async () => {
    delete process.env.CI;
    root = await mkdtemp(path.join(os.tmpdir(), 'stile-download-'));
    await mkdir(path.join(root, 'node_modules', 'electron'), { recursive: true });
  });
  afterEach(async () => {
    if (CI === undefined) delete process.env.CI;
    else process.env.CI = CI;
    await rm(root, { recursive: true });
  });
  /** The package's own installer, which here writes down that it was called. */
  const installer = (script: string) =>
    writeFile(
      path.join(root, 'node_modules', 'electron', 'install.js'),
      `require('fs').appendFileSync(${JSON.stringify(path.join(root, 'count'))}, 'x'); ${script}`,
    );
  const counted = async () => (await readFile(path.join(root, 'count'), 'utf8').catch(() => '')).length;
  const download = () => downloadElectron(root, () => undefined);

  test('is nothing to speak of where it worked', async () => {
    await installer('');
    assert.equal(await download(), null);
  });

  test('is not tried again for a day where it failed', async () => {
    await installer("console.error('fetch failed'); process.exit(1)");
    assert.equal(await download(), "Electron's download failed: fetch failed");
    assert.match((await download()) ?? '', /failed in the last 24 hours/);
    assert.equal(await counted(), 1);
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    await utimes(path.join(root, 'out', 'electron-download-failed'), twoDaysAgo, twoDaysAgo);
    await download();
    assert.equal(await counted(), 2);
  });

  test('never happens in CI', async () => {
    process.env.CI = 'true';
    await installer('');
    assert.equal(await download(), 'nothing is downloaded in CI');
    assert.equal(await counted(), 0);
  });
});
