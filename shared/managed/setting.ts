// What one managed setting is: its name, its value, its words, and what it settles; pure.

import { z } from 'zod';
import type { ShellPolicy } from '../ems/shell-policy.ts';
import type { ShellSettings } from '../shell/shell-settings.ts';

/** The systems that have managed settings, by Node's names. */
export type ManagedSystem = 'linux' | 'darwin' | 'win32';

/** How a value is written in a registry, a property list or JSON, and how a policy editor asks for it. */
export type SettingForm =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly ChoiceOption[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'text'; readonly longest: number }
  /** One short text a line. */
  | { readonly kind: 'list'; readonly most: number };

export interface ChoiceOption<V extends string = string> {
  readonly value: V;
  readonly title: string;
}

/** Settings of the daemon's configuration (daemon/config.ts), which holds them to be keys of its own. */
export type SettledConfigKey =
  | 'addedDomains'
  | 'allowedEms'
  | 'firefoxCertificates'
  | 'invitationFile'
  | 'localUsers'
  | 'loopbackRange'
  | 'machineKey'
  | 'updateFeedUrl'
  | 'updateInstallAfterHours'
  | 'updatePostponeHours'
  | 'updateRing'
  | 'updateWindowEndHour'
  | 'updateWindowStartHour'
  | 'updatesEnabled'
  | 'warmConnections';

/** What a setting decides, instead of whoever decides it otherwise. */
export type Settles =
  /** Taken over at once, or at the agent's next start. */
  | { readonly kind: 'config'; readonly key: SettledConfigKey; readonly taken: 'at-once' | 'at-start' }
  /** What the EMS would say. */
  | { readonly kind: 'shell-policy'; readonly key: keyof ShellPolicy }
  /** What the user would choose. */
  | { readonly kind: 'shell'; readonly key: keyof ShellSettings }
  /** The invitation itself; no part of the configuration, for that is shown to people. */
  | { readonly kind: 'invitation' };

export type SettingCategory = 'enrolment' | 'access' | 'app' | 'updates';

export interface ManagedSetting<T extends SettingValue = SettingValue> {
  readonly form: SettingForm;
  readonly type: z.ZodType<T>;
  readonly title: string;
  /** Plain sentences for an administrator; the first one says what it does. */
  readonly explanation: string;
  readonly category: SettingCategory;
  /** The first release that knows it. */
  readonly since: string;
  readonly example: T;
  readonly systems: readonly ManagedSystem[];
  /** Whose it is. */
  readonly concerns: 'daemon' | 'shell';
  readonly settles: Settles;
  /** It is never shown, logged or told, and a file that holds it must not be readable by everybody. */
  readonly isSecret: boolean;
}

export type SettingValue = boolean | number | string | string[];

/** What a value may be, and how it is written. */
export type FormAndType<T extends SettingValue> = Pick<ManagedSetting<T>, 'form' | 'type'>;

export const everySystem: readonly ManagedSystem[] = ['linux', 'darwin', 'win32'];

export const onOff: FormAndType<boolean> = { form: { kind: 'switch' }, type: z.boolean() };

export function choice<const V extends string>(options: readonly ChoiceOption<V>[]): FormAndType<V> {
  return { form: { kind: 'choice', options }, type: z.enum(options.map(({ value }) => value)) };
}

export function wholeNumber(least: number, most: number): FormAndType<number> {
  return { form: { kind: 'number', least, most }, type: z.int().min(least).max(most) };
}

export function text<T extends string>(longest: number, type: z.ZodType<T>): FormAndType<T> {
  return { form: { kind: 'text', longest }, type: type.refine((value) => value.length <= longest) };
}

export function listOf<T extends string>(most: number, item: z.ZodType<T>): FormAndType<T[]> {
  return { form: { kind: 'list', most }, type: z.array(item).max(most) };
}
