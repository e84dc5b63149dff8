// Makes a change of the user's preferences hold: in the file, in the state, and where the desktop has to know.

import type { GuiState } from '../../shared/shell/gui-state.ts';
import type { ShellSettings, Theme } from '../../shared/shell/shell-settings.ts';
import { languageFor } from '../../shared/words/language.ts';
import type { Autostart } from '../autostart/autostart.ts';
import type { GuiStore } from '../gui-store.ts';
import type { SettingsFile } from './settings-file.ts';

export type ChangeSettings = (part: ChangedSettings) => Promise<void>;
/** What a page sends: a field that is there is meant. */
export type ChangedSettings = { readonly [K in keyof ShellSettings]?: ShellSettings[K] | undefined };

export interface ChangeSettingsPorts {
  readonly file: SettingsFile;
  readonly store: GuiStore;
  readonly autostart: Autostart;
  readonly showTheme: (theme: Theme) => void;
  /** The languages that the system asks for, best first. */
  readonly preferred: () => readonly string[];
}

export function makeChangeSettings(ports: ChangeSettingsPorts): ChangeSettings {
  const { file, store } = ports;
  return async (part) => {
    const change = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
    const before = file.current;
    const written = file.change(change);
    const after = file.current;
    if (after.theme !== before.theme) ports.showTheme(after.theme);
    store.change({ settings: after, language: languageInUse(after, ports.preferred()) });
    if (after.startAtLogin !== before.startAtLogin) await ports.autostart.set(after.startAtLogin);
    await written;
  };
}

export function languageInUse({ language }: ShellSettings, preferred: readonly string[]): GuiState['language'] {
  return language === 'system' ? languageFor(preferred) : language;
}
