// Makes the user's preferences hold, with what the organisation manages over them: in the file, in the state, and where the desktop has to know.

import type { ManagedState } from '../../shared/agent/managed-state.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { GuiState } from '../../shared/shell/gui-state.ts';
import type { ShellSettings, Theme } from '../../shared/shell/shell-settings.ts';
import { languageFor } from '../../shared/words/language.ts';
import type { Autostart } from '../autostart/autostart.ts';
import type { GuiStore } from '../gui-store.ts';
import type { SettingsFile } from './settings-file.ts';

/** @throws AppError `setting-managed`, and nothing is changed */
export type ChangeSettings = (part: ChangedSettings) => Promise<void>;
/** What a page sends: a field that is there is meant. */
export type ChangedSettings = { readonly [K in keyof ShellSettings]?: ShellSettings[K] | undefined };

export interface Preferences {
  readonly change: ChangeSettings;
  /** This is managed from now on; what is managed no more falls back on the user's own. */
  manage(managed: ManagedState['shell']): Promise<void>;
}

export interface PreferencesPorts {
  readonly file: SettingsFile;
  readonly store: GuiStore;
  readonly autostart: Autostart;
  readonly showTheme: (theme: Theme) => void;
  /** The languages that the system asks for, best first. */
  readonly preferred: () => readonly string[];
}

export function makePreferences(ports: PreferencesPorts): Preferences {
  const { file, store } = ports;
  let managed: ManagedState['shell'] = {};
  let inUse = file.current;

  async function show(): Promise<void> {
    const before = inUse;
    inUse = settingsInUse(file.current, managed);
    if (inUse.theme !== before.theme) ports.showTheme(inUse.theme);
    store.change({ settings: inUse, language: languageInUse(inUse, ports.preferred()) });
    if (inUse.startAtLogin !== before.startAtLogin) await ports.autostart.set(inUse.startAtLogin);
  }

  return {
    async change(part) {
      const change = definedIn(part);
      const settled = definedIn(managed);
      const locked = Object.keys(change).find((name) => Object.hasOwn(settled, name));
      if (locked !== undefined) throw new AppError('setting-managed', { setting: locked });
      const written = file.change(change);
      await show();
      await written;
    },
    async manage(next) {
      if (JSON.stringify(next) === JSON.stringify(managed)) return;
      managed = next;
      await show();
    },
  };
}

function settingsInUse(own: ShellSettings, managed: ManagedState['shell']): ShellSettings {
  return { ...own, ...definedIn(managed) };
}

function definedIn(part: ChangedSettings): Partial<ShellSettings> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}

export function languageInUse({ language }: ShellSettings, preferred: readonly string[]): GuiState['language'] {
  return language === 'system' ? languageFor(preferred) : language;
}
