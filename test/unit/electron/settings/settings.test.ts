// The user's preferences: what a file says, what it cannot say, and that nothing is lost.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { parseSettings } from '../../../../electron/settings/parse-settings.ts';
import { openSettings } from '../../../../electron/settings/settings-file.ts';
import { silentLog } from '../../../../shared/log.ts';

const defaults = { language: 'system', theme: 'system', startAtLogin: true, notices: true };

test('settings of another release hold as far as they are known', () => {
  const text = JSON.stringify({ theme: 'dark', ofALaterRelease: 1 });
  assert.deepEqual(parseSettings(text), { kind: 'settings', settings: { ...defaults, theme: 'dark' } });
});

for (const text of [
  '',
  '{',
  'null',
  '[]',
  '"dark"',
  '{"theme":"red"}',
  '{"language":"tlh"}',
  '{"notices":"yes"}',
  '\0'.repeat(50),
]) {
  test(`${JSON.stringify(text).slice(0, 40)} is not readable as settings`, () => {
    assert.equal(parseSettings(text).kind, 'unreadable');
  });
}

describe('the file of settings', () => {
  let folder = '';
  let file = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'stile-settings-'));
  });
  beforeEach(async (t) => {
    file = path.join(folder, `${t.name.replace(/\W/g, '-').slice(0, 40)}.json`);
  });
  after(() => rm(folder, { recursive: true }));

  test('is not there at a first run', async () => {
    const settings = await openSettings(file, silentLog);
    assert.deepEqual([settings.current, settings.isFirstRun], [defaults, true]);
  });

  test('keeps what was changed, for its owner alone', async () => {
    const settings = await openSettings(file, silentLog);
    await settings.change({ theme: 'light' });
    await settings.change({ language: 'ja' });
    const again = await openSettings(file, silentLog);
    assert.deepEqual([again.current, again.isFirstRun], [{ ...defaults, theme: 'light', language: 'ja' }, false]);
  });

  test('holds the last of many changes', async () => {
    const settings = await openSettings(file, silentLog);
    const themes = ['dark', 'light', 'system', 'light', 'dark', 'light'] as const;
    await Promise.all(themes.map((theme) => settings.change({ theme })));
    assert.equal((await openSettings(file, silentLog)).current.theme, 'light');
  });

  test('is kept aside when it cannot be read, and never overwritten', async () => {
    await writeFile(file, '{"theme": "dark", broken');
    const settings = await openSettings(file, silentLog);
    assert.deepEqual([settings.current, settings.isFirstRun], [defaults, false]);
    await settings.change({ theme: 'light' });
    assert.equal(await readFile(`${file}.unreadable`, 'utf8'), '{"theme": "dark", broken');
    const names = (await readdir(folder)).filter((name) => name.startsWith('.'));
    assert.deepEqual(names, [], 'no temporary file is left');
  });

  test('that cannot be written loses no change while the shell runs', async () => {
    const settings = await openSettings(path.join(folder, 'none', 'x.json'), silentLog);
    await assert.rejects(settings.change({ theme: 'dark' }), { code: 'ENOENT' });
    assert.equal(settings.current.theme, 'dark');
  });
});
