// What the values below our policy key mean: names in any case, texts, numbers, and lists in both ways that policies write them; pure.

import { parseValues } from '../../shared/managed/parse-values.ts';
import type { ManagedSetting } from '../../shared/managed/setting.ts';
import { managedSettings, type SettingName, settingNames } from '../../shared/managed/settings.ts';
import { type ManagedReading, type ManagedTrouble, readingOf, troubleAt } from './managed.ts';

/** One value as the registry keeps it. */
export interface RegistryValue {
  /** The key it stands in, below ours; empty for ours itself. */
  readonly subKey: string;
  /** Empty for the key's default value. */
  readonly name: string;
  /** winnt.h: 1 REG_SZ, 4 REG_DWORD, 7 REG_MULTI_SZ. */
  readonly type: number;
  readonly data: Uint8Array;
}

const text = 1;
const number = 4;
const texts = 7;

export function readingOfRegistry(key: string, found: readonly RegistryValue[]): ManagedReading {
  const written: Record<string, unknown> = {};
  const troubles: ManagedTrouble[] = [];
  const lists = Map.groupBy(
    found.filter((each) => each.subKey !== ''),
    (each) => settingNamed(each.subKey) ?? each.subKey,
  );
  for (const value of found.filter((each) => each.subKey === '')) {
    const name = settingNamed(value.name) ?? value.name;
    const setting: ManagedSetting | null = isKnown(name) ? managedSettings[name] : null;
    // A key's default value is nobody's setting; policy editors leave an empty one behind.
    if (value.name === '') continue;
    written[name] = meaningOf(value, setting);
    if (lists.has(name)) troubles.push({ where: `${key}: ${name}`, why: 'it is both a value and a key' });
  }
  for (const [name, values] of lists) {
    const entries = values.filter((each) => each.name !== '').sort(byNumber);
    if (entries.every((each) => each.type === text)) written[name] = entries.map((each) => textOf(each.data));
    else troubles.push({ where: `${key}\\${name}`, why: 'each entry must be a REG_SZ' });
  }
  const parsed = parseValues(written, 'win32');
  return readingOf(key, parsed.values, [...troubles, ...parsed.troubles.map((each) => troubleAt(key, each))]);
}

/** A value of another type than its form is written with stays what it is, and is refused as that. */
function meaningOf({ type, data }: RegistryValue, setting: ManagedSetting | null): unknown {
  const bytes = Buffer.from(data);
  if (type === number && bytes.length >= 4) {
    const told = bytes.readUInt32LE(0);
    return setting?.form.kind === 'switch' && told <= 1 ? told === 1 : told;
  }
  if (type === text) return textOf(data);
  if (type === texts) return listOf(textOf(data, true));
  return null;
}

/** UTF-16, ended by a zero that some writers forget; several texts are ended by one each, and one more. */
function textOf(data: Uint8Array, isList = false): string {
  const whole = Buffer.from(data).toString('utf16le');
  return isList ? whole : (whole.split('\0')[0] ?? '');
}

function listOf(whole: string): readonly string[] {
  return whole.split('\0').filter((each) => each !== '');
}

/** The registry does not tell capitals from small letters. */
function settingNamed(name: string): SettingName | undefined {
  return settingNames.find((each) => each.toLowerCase() === name.toLowerCase());
}

function isKnown(name: string): name is SettingName {
  return Object.hasOwn(managedSettings, name);
}

/** Policies number the entries of a list: 1, 2, … 10. */
function byNumber(one: RegistryValue, other: RegistryValue): number {
  return one.name.localeCompare(other.name, 'en', { numeric: true });
}
