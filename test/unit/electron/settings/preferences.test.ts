// A change of preferences holds at once, everywhere it matters, and nowhere else.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { makeGuiStore } from '../../../../electron/gui-store.ts';
import { followManaged } from '../../../../electron/settings/follow-managed.ts';
import { type ChangedSettings, languageInUse, makePreferences } from '../../../../electron/settings/preferences.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { silentLog } from '../../../../shared/log.ts';
import { type ShellSettings, shellSettings } from '../../../../shared/shell/shell-settings.ts';
import { connectedWith, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';

/** A shell on a German desktop, and all that was done to it. */
function shell(t: TestContext, write: () => Promise<void> = async () => undefined) {
  const done: string[] = [];
  const store = makeGuiStore(guiWith());
  t.after(() => store[Symbol.dispose]());
  let current = shellSettings.parse({});
  const { change, manage } = makePreferences({
    store,
    file: {
      get current() {
        return current;
      },
      isFirstRun: false,
      change(part: Partial<ShellSettings>) {
        current = shellSettings.parse({ ...current, ...part });
        return write();
      },
    },
    autostart: { set: async (isOn) => void done.push(`autostart ${isOn}`), begin: async () => undefined },
    showTheme: (theme) => void done.push(`theme ${theme}`),
    preferred: () => ['de-DE'],
  });
  return { change, manage, store, done, own: () => current };
}

const rows: readonly (readonly [part: ChangedSettings, language: string, done: readonly string[]])[] = [
  [{}, 'de', []],
  [{ theme: 'dark' }, 'de', ['theme dark']],
  [{ theme: 'system' }, 'de', []],
  [{ language: 'ja' }, 'ja', []],
  [{ startAtLogin: false }, 'de', ['autostart false']],
  [{ startAtLogin: true }, 'de', []],
  [{ notices: false, theme: 'light', startAtLogin: false }, 'de', ['theme light', 'autostart false']],
  [{ theme: undefined, language: undefined }, 'de', []],
];
for (const [part, language, expected] of rows) {
  test(`${JSON.stringify(part)} does ${expected.join(', ') || 'nothing to the desktop'}`, async (t) => {
    const { change, store, done } = shell(t);
    await change(part);
    assert.deepEqual(done, expected);
    assert.equal(store.current.language, language);
    assert.deepEqual(store.current.settings, shellSettings.parse(JSON.parse(JSON.stringify(part))));
  });
}

test('what cannot be written down holds all the same until the end, and is told', async (t) => {
  const { change, store, done } = shell(t, () => Promise.reject(new Error('the disk is full')));
  await assert.rejects(change({ theme: 'dark', startAtLogin: false }), /full/);
  assert.equal(store.current.settings.theme, 'dark');
  assert.deepEqual(done, ['theme dark', 'autostart false']);
});

test('the language is the chosen one, or the first that the system asks for', () => {
  const settings = shellSettings.parse({});
  assert.equal(languageInUse(settings, ['tlh', 'fr-CA', 'de']), 'fr');
  assert.equal(languageInUse(settings, ['tlh']), 'en');
  assert.equal(languageInUse({ ...settings, language: 'es' }, ['fr']), 'es');
});

test('what is managed outweighs what the user chose, who cannot change it, and gives way to that again', async (t) => {
  const { change, manage, store, done, own } = shell(t);
  await change({ theme: 'dark', language: 'fr' });
  await manage({ theme: 'light', startAtLogin: false });
  assert.deepEqual(store.current.settings, { language: 'fr', theme: 'light', startAtLogin: false, notices: true });
  for (const part of [{ theme: 'dark' }, { startAtLogin: true }, { theme: 'light', language: 'ja' }] as const)
    await assert.rejects(change(part), (error) => hasCode(error, 'setting-managed'), JSON.stringify(part));
  await change({ language: 'ja' });
  assert.deepEqual(own(), { language: 'ja', theme: 'dark', startAtLogin: true, notices: true });

  await manage({});
  assert.deepEqual(store.current.settings, own());
  assert.deepEqual(done, ['theme dark', 'theme light', 'autostart false', 'theme dark', 'autostart true']);
});

test('what the agent says is managed is followed, and holds while the agent is away', async (t) => {
  const { manage, store } = shell(t);
  const told: unknown[] = [];
  const following = followManaged(
    store,
    {
      manage: async (managed) => {
        told.push(managed);
        await manage(managed);
      },
    },
    silentLog,
  );
  t.after(() => following[Symbol.dispose]());
  const changed = Promise.withResolvers<void>();
  store.onChange(({ settings }) => settings.theme === 'dark' && changed.resolve());
  const managed = { settings: ['Theme'], source: 'a profile', shellPolicy: {}, shell: { theme: 'dark' } };
  store.change({ link: connectedWith({ managed }) });
  await changed.promise;
  store.change({ link: linkOfStanding.connecting });
  assert.equal(store.current.settings.theme, 'dark');
  assert.deepEqual(told[0], {});
});
