// Takes what an administrator wrote for what it means, setting by setting; pure.

import type { z } from 'zod';
import type { ManagedSetting, ManagedSystem, SettingValue } from './setting.ts';
import { isSettingName, type ManagedValues, managedSettings, type SettingName } from './settings.ts';

/** One setting that cannot be taken, and why; never its value, which may be a secret. */
export interface SettingTrouble {
  readonly name: string;
  readonly why: string;
}

export interface ParsedValues {
  readonly values: ManagedValues;
  readonly troubles: readonly SettingTrouble[];
}

/** A name that nobody knows may be a restriction with a slip in it: it is trouble, never passed over. */
export function parseValues(written: Readonly<Record<string, unknown>>, system: ManagedSystem): ParsedValues {
  const values: Partial<Record<SettingName, SettingValue>> = {};
  const troubles: SettingTrouble[] = [];
  for (const [name, value] of Object.entries(written)) {
    if (!isSettingName(name)) {
      troubles.push({ name: name.slice(0, 64), why: 'no such setting is known to this release' });
      continue;
    }
    const setting: ManagedSetting = managedSettings[name];
    const parsed = setting.type.safeParse(value);
    if (!setting.systems.includes(system)) troubles.push({ name, why: 'this setting is not for this system' });
    else if (parsed.success) values[name] = parsed.data;
    else troubles.push({ name, why: whyNot(setting, parsed.error) });
  }
  // Each value was parsed by the type of its own name, which a loop over names cannot tell the compiler.
  return { values: values as ManagedValues, troubles };
}

function whyNot(setting: ManagedSetting, error: z.ZodError): string {
  const [issue] = error.issues;
  // An issue may quote what it found.
  if (setting.isSecret || issue === undefined) return 'it has no value of that form';
  const entry = typeof issue.path[0] === 'number' ? `entry ${issue.path[0] + 1}: ` : '';
  return `${entry}${issue.message}`.slice(0, 300);
}
