// Every setting that an organisation can manage, on every system, by name; readers, documents and programs derive from it.

import type { z } from 'zod';
import { agentSettings } from './agent-settings.ts';
import { appSettings } from './app-settings.ts';
import type { ManagedSetting, SettingCategory } from './setting.ts';
import { updateSettings } from './update-settings.ts';

export const managedSettings = { ...agentSettings, ...appSettings, ...updateSettings } as const;

/** In PascalCase, as the registry, property lists and JSON name it. Names are never used again for something else. */
export type SettingName = keyof typeof managedSettings;

/** What is managed; a setting that is not there is left to whoever decides it otherwise. */
export type ManagedValues = {
  readonly [N in SettingName]?: z.infer<(typeof managedSettings)[N]['type']>;
};

export const settingNames = Object.keys(managedSettings).filter(isSettingName);

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(managedSettings, name);
}

/** The same, for who goes through all of them. */
export const allSettings: readonly (readonly [SettingName, ManagedSetting])[] = settingNames.map((name) => [
  name,
  managedSettings[name],
]);

export const categoryTitles: Readonly<Record<SettingCategory, string>> = {
  enrolment: 'Enrolment',
  access: 'Access',
  app: 'Desktop app',
  updates: 'Updates',
};
